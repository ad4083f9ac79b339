import type { ScanFinding } from './scan-file.ts';

type Location = { readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: { readonly startLine: number } }; readonly message?: { readonly text: string } };

/**
 * The findings as SARIF 2.1.0 (OASIS standard of 27 March 2020), as viewers and code hosts read it: a rule for each kind of finding, its
 * place, the way of the input as a code flow, and a fingerprint that survives moved lines.
 */
export function toSarif(findings: readonly ScanFinding[]): object {
  const rules = [...new Map(findings.map((finding) => [finding.rule, finding])).values()].sort((a, b) => (a.rule < b.rule ? -1 : 1));
  const indexOf = new Map(rules.map(({ rule }, index) => [rule, index]));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: { driver: { name: 'pawl', rules: rules.map((finding) => ({ id: finding.rule, name: finding.rule, shortDescription: { text: finding.rule.replaceAll('-', ' ') }, help: { text: finding.advice }, properties: { tags: [finding.class === 'complexity' ? 'maintainability' : 'security', finding.class] } })) } },
      columnKind: 'utf16CodeUnits',
      results: findings.map((finding) => {
        const steps = stepsOf(finding);
        return {
          ruleId: finding.rule, ruleIndex: indexOf.get(finding.rule) ?? 0, level: finding.class === 'complexity' ? 'note' : 'warning',
          message: { text: `${finding.message} ${finding.advice}` }, locations: [locationOf(finding.path, finding.line)], partialFingerprints: { 'pawl/v1': finding.fingerprint },
          ...(steps.length === 0 ? {} : { codeFlows: [{ threadFlows: [{ locations: steps.map((location) => ({ location })) }] }] }),
        };
      }),
    }],
  };
}

const locationOf = (path: string, line: number, text?: string): Location => ({ physicalLocation: { artifactLocation: { uri: path.split('/').map(encodeURIComponent).join('/') }, region: { startLine: line } }, ...(text === undefined ? {} : { message: { text } }) });

const stepsOf = ({ path, trace }: ScanFinding): Location[] => trace.flatMap((step) => {
  const [, line, text] = /^line (\d+): (.*)$/s.exec(step) ?? [];
  return line === undefined || text === undefined ? [] : [locationOf(path, Number(line), text)];
});
