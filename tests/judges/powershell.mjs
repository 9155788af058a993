/*
 * Judges the PowerShell of wsusplan with a parser that is not ours.
 *
 *   node powershell.mjs FILE...
 *
 * FILE.json   a plan: each procedure is parsed twice, with values filled in and as a function
 * FILE.jsonl  expanded steps: the commands of each are parsed as they stand
 * any other   one script
 *
 * Exit status: 0 all parse, 1 something does not, 2 nothing to judge.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Language, Parser } from 'web-tree-sitter';

const VALUES = {
	fqdn: 'ams01.contoso.com',
	http_port: '8530',
	https_port: '8531',
	upstream: 'wsus-root.contoso.com',
	upstream_http_port: '8530',
	upstream_https_port: '8531',
	site_code: 'P01',
	thumbprint: '0123456789abcdef0123456789abcdef01234567',
	client_policy: 'GPO-WSUS-EMEA',
	client_url: 'https://wsus.contoso.com:8531',
	group: 'wsus.contoso.com',
};
const PLACEHOLDER = new RegExp(`<(${Object.keys(VALUES).join('|')})>`, 'g');
const QUOTED = new RegExp(`'<(${Object.keys(VALUES).join('|')})>'`, 'g');

/* WebAssembly: nothing is compiled here, whatever the machine. */
await Parser.init();
const grammar = createRequire(import.meta.url).resolve(
	'tree-sitter-powershell/tree-sitter-powershell.wasm');
const parser = new Parser();
parser.setLanguage(await Language.load(grammar));

/* Windows PowerShell 5.1 reads a file without byte order mark as ANSI. */
function firstOutsideAscii(text) {
	const at = text.search(/[^\x20-\x7e\r\n\t]/);
	return at < 0 ? null : text.slice(0, at).split('\n').length;
}

function firstError(node) {
	for (let at = node; ;) {
		const below = at.children.find((child) => child.hasError || child.isMissing);
		if (!below) return at;
		at = below;
	}
}

function faults(script) {
	const outside = firstOutsideAscii(script);
	if (outside) return `line ${outside} is not plain ASCII`;
	/* The grammar wants at least one statement; comments alone are valid all the same. */
	if (/^(\s*(#.*)?\n)*$/.test(script)) return null;
	/* The binding refuses a string of more than 32 KiB; a callback feeds any length. */
	const root = parser.parse((at) => script.slice(at, at + 8192)).rootNode;
	if (!root.hasError) return null;
	const { startPosition, text } = firstError(root);
	return `line ${startPosition.row + 1}: ${JSON.stringify(text.slice(0, 80))}`;
}

function filledIn(lines) {
	return lines.join('\n').replace(PLACEHOLDER, (whole, name) => VALUES[name]) + '\n';
}

function asFunction(lines) {
	const names = Object.keys(VALUES).map((name) => `$${name}`).join(', ');
	const body = lines
		.join('\n')
		.replace(QUOTED, (whole, name) => `$${name}`)
		.replace(PLACEHOLDER, (whole, name) => `\${${name}}`);
	return `function Invoke-Step {\nparam(${names})\n${body}\n}\n`;
}

function* scriptsOfPlan(plan) {
	for (const procedure of plan.procedures) {
		if (procedure.shell !== 'powershell') continue;
		for (const part of ['commands', 'back_out']) {
			yield [`${procedure.id}, ${part}, filled in`, filledIn(procedure[part])];
			yield [`${procedure.id}, ${part}, as a function`, asFunction(procedure[part])];
		}
	}
}

function* scriptsOfSteps(text) {
	for (const line of text.split('\n')) {
		const step = line ? JSON.parse(line) : {};
		if (step.type === 'step' && step.shell === 'powershell')
			yield [step.id, step.commands.join('\n') + '\n'];
	}
}

function scriptsOf(file) {
	const text = readFileSync(file, 'utf8');
	if (file.endsWith('.jsonl')) return scriptsOfSteps(text);
	if (file.endsWith('.json')) return scriptsOfPlan(JSON.parse(text));
	return [['script', text]];
}

let judged = 0;
let failed = 0;
for (const file of process.argv.slice(2)) {
	for (const [name, script] of scriptsOf(file)) {
		const fault = faults(script);
		judged++;
		if (!fault) continue;
		failed++;
		console.error(`${file}: ${name}: ${fault}`);
	}
}
console.log(`${judged - failed} passed, ${failed} failed`);
process.exit(failed ? 1 : judged ? 0 : 2);
