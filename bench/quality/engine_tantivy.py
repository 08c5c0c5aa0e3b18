# python engine_tantivy.py FOLDER: Tantivy with its German stemmer, accents folded; words with a typo by its fuzzy terms.
import json, os, sys
import tantivy
from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

folder = sys.argv[1]
data = json.load(open(os.path.join(folder, 'input.json'), encoding='utf8'))
builder = tantivy.SchemaBuilder()
builder.add_text_field('id', stored=True, tokenizer_name='raw')
for field in ['title', 'text']:
    builder.add_text_field(field, tokenizer_name='german')
index = tantivy.Index(builder.build())
filters = [Filter.remove_long(60), Filter.lowercase(), Filter.stemmer('german'), Filter.ascii_fold()]
analyser = TextAnalyzerBuilder(Tokenizer.simple())
for one in filters:
    analyser = analyser.filter(one)
index.register_tokenizer('german', analyser.build())
writer = index.writer(heap_size=50_000_000, num_threads=1)
for article in data['articles']:
    writer.add_document(tantivy.Document(id=article['id'], title=article['title'], text=article['text']))
writer.commit()
writer.wait_merging_threads()
index.reload()
searcher = index.searcher()
answers = {}
for query in data['queries']:
    fuzzy = {'title': (False, 1, True), 'text': (False, 1, True)} if query['kind'] == 'typo' else {}
    parsed = index.parse_query(' '.join(query['words']), ['title', 'text'], field_boosts={'title': 3.0}, fuzzy_fields=fuzzy, conjunction_by_default=True)
    answers[query['id']] = [searcher.doc(address)['id'][0] for _, address in searcher.search(parsed, 10, count=False).hits]
print(json.dumps({'answers': answers, 'version': tantivy.__version__}))
