# python engine_tantivy.py build|query CORPUS COUNT FOLDER: Tantivy, two threads, positions stored, no stems.
import json, os, re, shutil, sys, time
import tantivy

mode, corpus, count, folder = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
path = os.path.join(folder, 'tantivy')
CAP = 4
FIELDS = ['title', 'text', 'tags']


def memory():
    status = open('/proc/self/status').read()
    return {key: int(re.search(name + r':\s+(\d+)', status).group(1)) // 1024 for key, name in (('rss', 'VmRSS'), ('peak', 'VmHWM'))}


started = time.perf_counter()
builder = tantivy.SchemaBuilder()
for field in FIELDS:
    builder.add_text_field(field, stored=False, tokenizer_name='default')
schema = builder.build()
if mode == 'build':
    shutil.rmtree(path, ignore_errors=True)
    os.makedirs(path)
    index = tantivy.Index(schema, path)
    writer = index.writer(heap_size=300_000_000, num_threads=2)
    with open(corpus, encoding='utf8') as lines:
        for at, line in enumerate(lines):
            if at >= count:
                break
            article = json.loads(line)
            writer.add_document(tantivy.Document(title=[article['title']], text=[article['text']], tags=[' '.join(article['tags'])]))
    writer.commit()
    writer.wait_merging_threads()
    print(json.dumps({'build': (time.perf_counter() - started) * 1000, 'cpu': time.process_time() * 1000, 'memory': memory()}))
else:
    index = tantivy.Index.open(path)
    searcher = index.searcher()
    Q, occur = tantivy.Query, tantivy.Occur

    def word(text, prefix, fuzzy):
        if prefix:
            make = lambda field: Q.fuzzy_term_query(schema, field, text, 0, prefix=True)
        elif fuzzy:
            make = lambda field: Q.fuzzy_term_query(schema, field, text, 1)
        else:
            make = lambda field: Q.term_query(schema, field, text)
        return Q.boolean_query([(occur.Should, make(field)) for field in FIELDS])

    def ask(query):
        words = query['words']
        if query.get('phrase'):
            made = Q.boolean_query([(occur.Should, Q.phrase_query(schema, field, words)) for field in FIELDS])
        else:
            made = Q.boolean_query([(occur.Must, word(text, query.get('prefix') and at == len(words) - 1, query.get('fuzzy'))) for at, text in enumerate(words)])
        return len(searcher.search(made, 20, count=False).hits)

    ask({'words': ['regierung']})
    start = (time.perf_counter() - started) * 1000
    results = {}
    for name, queries in json.load(open(os.path.join(folder, f'queries-{count}.json'), encoding='utf8')).items():
        for query in queries[:5]:
            ask(query)
        times, hits, begun = [], 0, time.perf_counter()
        for query in queries:
            before = time.perf_counter()
            hits += ask(query) > 0
            times.append((time.perf_counter() - before) * 1000)
            if time.perf_counter() - begun > CAP:
                break
        times.sort()
        at = lambda share: round(times[min(len(times) - 1, int(share * len(times)))], 3)
        results[name] = {'p50': at(0.5), 'p95': at(0.95), 'count': len(times), 'hits': round(hits / len(times), 2)}
    print(json.dumps({'start': start, 'classes': results, 'memory': memory()}))
