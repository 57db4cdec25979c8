// Writes every dashboard as a typed literal and has TypeScript check it. Arguments: folder with node_modules, folder of dashboards.
'use strict';
const fs = require('fs');
const path = require('path');

const [modules, dashboards] = process.argv.slice(2);
const ts = require(path.join(modules, 'node_modules/typescript'));
const schema = path.join(modules, 'node_modules/@grafana/schema/dist/types/raw');
const sdk = path.join(modules, 'node_modules/@grafana/grafana-foundation-sdk/dist');
const out = fs.mkdtempSync(path.join(modules, 'check-'));
process.on('exit', () => fs.rmSync(out, { recursive: true, force: true }));

const types = (file) => `'${path.relative(out, file).split(path.sep).join('/')}/types.gen'`;
const kinds = ['bargauge', 'gauge', 'stat', 'statetimeline', 'statushistory', 'table', 'timeseries'];
const folder = { 'state-timeline': 'statetimeline', 'status-history': 'statushistory' };
const prelude = [
  `import type { Dashboard, Panel } from ${types(path.join(schema, 'dashboard/x'))};`,
  `import type { Dataquery } from ${types(path.join(sdk, 'prometheus'))};`,
  ...kinds.map((kind) => `import type * as ${kind} from ${types(path.join(schema, `composable/${kind}/panelcfg/x`))};`),
  // In JSON an enum is its value.
  'type Json<T> = unknown extends T ? T : T extends string ? `${T}` : T extends number | boolean | null | undefined ? T',
  '  : T extends (infer U)[] ? Json<U>[] : T extends object ? { [K in keyof T]: Json<T[K]> } : T;',
].join('\n');
const withFields = new Set(kinds.filter((kind) =>
  /export interface FieldConfig\b/.test(fs.readFileSync(path.join(schema, `composable/${kind}/panelcfg/x/types.gen.d.ts`), 'utf8'))));

// What only the Prometheus data source adds to an annotation, and what a variable has before it is chosen, the types leave out.
function strip(dashboard) {
  const copy = structuredClone(dashboard);
  for (const annotation of copy.annotations.list) {
    for (const key of ['expr', 'step', 'titleFormat', 'textFormat', 'tagKeys', 'useValueForTime']) delete annotation[key];
  }
  for (const variable of copy.templating.list) {
    if (!variable.current.text) delete variable.current;
  }
  return copy;
}

const units = new Set();
for (const match of fs.readFileSync(path.join(sdk, 'units/types.gen.d.ts'), 'utf8').matchAll(/= "([^"]*)"/g)) units.add(match[1]);
let faults = 0;
const fault = (text) => { faults++; console.log(`FAIL  ${text}`); };

const files = fs.readdirSync(dashboards).filter((name) => name.endsWith('.json')).sort();
const sources = [];
let panels = 0;
for (const name of files) {
  const dashboard = JSON.parse(fs.readFileSync(path.join(dashboards, name), 'utf8'));
  const lines = [prelude, `export const dashboard: Json<Dashboard> = ${JSON.stringify(strip(dashboard), null, 1)};`];
  for (const panel of dashboard.panels) {
    if (panel.type === 'row') continue;
    panels++;
    const kind = folder[panel.type] || panel.type;
    const at = `${name}, '${panel.title}'`;
    if (!kinds.includes(kind)) {
      fault(`${at}: no types for a panel of type '${panel.type}'`);
      continue;
    }
    lines.push(`// ${at}`, `export const options${panel.id}: Json<${kind}.Options> = ${JSON.stringify(panel.options)};`);
    const custom = panel.fieldConfig.defaults.custom;
    if (custom && withFields.has(kind)) {
      lines.push(`export const fields${panel.id}: Json<Partial<${kind}.FieldConfig>> = ${JSON.stringify(custom)};`);
    } else if (custom) {
      fault(`${at}: fieldConfig.defaults.custom, which a panel of type '${panel.type}' does not have`);
    }
    // The marker that says which data source it is for is of the SDK's own.
    panel.targets.forEach((target, index) => lines.push(
      `export const query${panel.id}_${index}: Omit<Json<Dataquery>, '_implementsDataqueryVariant'> = ${JSON.stringify(target)};`));
    const asked = [panel.fieldConfig.defaults.unit];
    for (const override of panel.fieldConfig.overrides) {
      for (const property of override.properties) if (property.id === 'unit') asked.push(property.value);
    }
    for (const unit of asked) if (!units.has(unit)) fault(`${at}: no such unit: '${unit}'`);
  }
  const file = path.join(out, name.replace(/\W/g, '_') + '.ts');
  fs.writeFileSync(file, lines.join('\n'));
  sources.push(file);
}
if (!files.length) fault(`no dashboards in ${dashboards}`);

// The check must be able to fail: each of these is an error, or the line before it becomes one.
const broken = path.join(out, 'broken.ts');
fs.writeFileSync(broken, [
  prelude,
  "const panel = { type: 'stat', gridPos: { x: 0, y: 0, w: 4, h: 4 } };",
  ...[
    "const a: Json<Dashboard> = { schemaVersion: '42' };",
    'const b: Json<Dashboard> = { schemaVersion: 42, titel: 1 };',
    "const c: Json<Dashboard> = { schemaVersion: 42, panels: [{ ...panel, gridPos: { x: 0, y: 0, w: '4', h: 4 } }] };",
    "const d: Json<Panel> = { ...panel, fieldConfig: { overrides: [], defaults: { thresholds: { mode: 'absolut', steps: [] } } } };",
    "const e: Json<Panel> = { ...panel, fieldConfig: { overrides: [], defaults: { mappings: [{ type: 'valeu', options: {} }] } } };",
    "const f: Json<Partial<stat.Options>> = { colorMode: 'backgroundsolid' };",
    "const g: Json<Partial<timeseries.FieldConfig>> = { drawStyle: 'bar' };",
    "const h: Json<Dashboard> = { schemaVersion: 42, templating: { list: [{ type: 'querry', name: 'x' }] } };",
    "const i: Json<Dashboard> = { schemaVersion: 42, graphTooltip: '1' };",
    'const j: Json<Dataquery>["expr"] = 1;',
  ].flatMap((line) => ['// @ts-expect-error', line]),
  'export {};',
].join('\n'));

const program = ts.createProgram([...sources, broken], {
  strict: true, noEmit: true, skipLibCheck: true, moduleResolution: ts.ModuleResolutionKind.Bundler, module: ts.ModuleKind.ESNext,
  target: ts.ScriptTarget.ES2022, types: [], baseUrl: modules,
});
for (const diagnostic of ts.getPreEmitDiagnostics(program)) {
  const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ');
  if (!diagnostic.file) {
    fault(text);
    continue;
  }
  const source = diagnostic.file.text;
  const line = diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start).line;
  const near = source.split('\n').slice(0, line + 1).reverse().find((before) => before.startsWith('// mvm-')) || path.basename(diagnostic.file.fileName);
  fault(`${near.replace(/^\/\/ /, '')}: ${text}\n      ${source.slice(diagnostic.start, diagnostic.start + 80).split('\n')[0]}`);
}
console.log(`${files.length} dashboards, ${panels} panels: ${faults} faults against @grafana/schema `
  + JSON.parse(fs.readFileSync(path.join(modules, 'node_modules/@grafana/schema/package.json'), 'utf8')).version);
process.exitCode = faults ? 1 : 0;
