// Scans the folder of the first argument with Electronegativity's own function and writes what it found to the file of
// the second, as JSON: its own report is no use, its header and its findings are two writes that may cross.
const { writeFileSync } = require('node:fs');
const scan = require('@doyensec/electronegativity');

const [, , folder, report] = process.argv;

scan({ input: folder, isRelative: true }).then(
  ({ issues, errors }) => {
    const findings = issues.map(({ id, severity, confidence, file, location }) => ({
      check: id,
      severity: severity.name,
      confidence: confidence.name,
      file,
      place: `${location.line}:${location.column}`,
    }));
    writeFileSync(report, JSON.stringify({ findings, errors }));
  },
  (error) => {
    console.error(error);
    process.exitCode = 1;
  },
);
