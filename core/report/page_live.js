'use strict';
(async () => {
const holder = document.getElementById('wasm');
if (!holder || !window.heng) return;
const {say, make} = heng;
const runs = heng.runs.filter(r => r.data.live).map(r => ({...r, box: document.getElementById(r.prefix + 'whatif')})).filter(r => r.box);
const note = (box, s) => box.append(make('p', {className: 'note', textContent: s}));

/* ---- the methods, as WebAssembly: once for all runs of the page ---- */
const binary = atob(holder.textContent.trim());
const packed = new Blob([Uint8Array.from(binary, c => c.charCodeAt(0))]);
if (!window.DecompressionStream || !window.WebAssembly) {
  for (const run of runs) note(run.box, say('浏览器版本过旧，不能试算。', 'This browser is too old for what-if.'));
  return;
}
const bytes = await new Response(packed.stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
const nothing = new Proxy({}, {get: () => () => 0});
const {instance} = await WebAssembly.instantiate(bytes, {wasi_snapshot_preview1: nothing});
const C = instance.exports;
C._initialize();
const text = s => {
  const coded = new TextEncoder().encode(s + '\0'), at = C.whatif_alloc(coded.length);
  new Uint8Array(C.memory.buffer).set(coded, at);
  return at;
};
const words = at => {
  const all = new Uint8Array(C.memory.buffer, at);
  return new TextDecoder().decode(all.subarray(0, all.indexOf(0)));
};

/* ---- what if, in the box of a run ---- */
const settle = run => {
const {prefix, data, box} = run, live = data.live, n = data.units.length;
/* Views are made anew each time: memory that grows is another buffer. */
const doubles = at => new Float64Array(C.memory.buffer, at, n);

const w = C.whatif_new(live.tree.length, n);
live.tree.forEach((t, i) => C.whatif_node(w, i, t.parent, t.leaf, t.out, t.fails));
live.groups.forEach(g => C.whatif_group(w, ...g));
live.ranked.forEach(c => C.whatif_class(w, ...c));
C.whatif_level(w, ...live.level);
const methods = live.methods.map(([stage, name, params]) => {
  const m = C.whatif_bind(w, stage, text(name));
  for (const [key, value] of params) C.whatif_set(w, m, text(key), text(value));
  return m;
});
C.whatif_rank_by(w, methods[live.rank]);
live.tree.forEach((t, i) => {
  if (t.leaf) doubles(C.whatif_column(w, i)).set(data.units.map(u => u.scores[i] === null ? NaN : u.scores[i]));
});
const unranked = new Uint8Array(C.memory.buffer, C.whatif_unranked(w), n);
data.units.forEach((u, i) => { unranked[i] = u.rank === null && u.scores[0] !== null; });

const weight = live.tree.map(t => t.weight), choice = {weights: 0, aggregate: 0};
/* Scores of all nodes, ranks, and why there are none. */
const compute = () => {
  weight.forEach((v, i) => C.whatif_weight(w, i, v));
  live.tree.forEach((t, i) => t.leaf || C.whatif_use(w, i,
    methods[live.weights[choice.weights].of[i]], methods[live.aggregate[choice.aggregate].of[i]]));
  const fine = C.whatif_run(w);
  return {why: fine ? '' : words(C.whatif_why(w)), ranks: [...doubles(C.whatif_ranks(w))],
    score: k => [...doubles(C.whatif_column(w, k))]};
};

/* ---- the settings ---- */
const setting = () => {
  const lines = ['[profile]', 'extends = ' + live.profile];
  for (const stage of ['weights', 'aggregate'])
    if (choice[stage]) lines.push('', '[' + stage + ']', 'method = ' + live[stage][choice[stage]].name);
  live.tree.forEach((t, i) => {
    if (i && weight[i] !== t.weight)
      lines.push('', '[' + t.key + '.' + data.nodes[i].id + ']', 'weight = ' + weight[i]);
  });
  return lines.join('\n') + '\n';
};
const base = compute(), first = base.score(0);
if (!data.units.every((u, i) => Object.is(first[i], u.scores[0] === null ? NaN : u.scores[0]))) {
  note(box, say('本页计算与报告不一致，试算停用。', 'This page does not give the figures of the report; what-if is off.'));
  return;
}
const tools = make('div', {className: 'tools'}), sliders = make('div', {className: 'sliders'});
const told = make('p', {className: 'note'}), ini = make('pre', {tabIndex: 0});
told.setAttribute('aria-live', 'polite');
told.classList.add('told');
const table = make('table'), body = make('tbody');
/* What any admissible weights can give, where the report knows it. */
const bounded = data.units.some(u => u.possible);
const head = make('tr', {}, ...[say('位次', 'Rank'), say('名称', 'Name'), say('得分', 'Score'), say('变动', 'Change'),
  ...bounded ? [say('可能', 'Possible')] : []]
  .map((s, i) => Object.assign(make('th', {textContent: s, scope: 'col'}), i === 1 ? {} : {className: 'n'})));
/* The map of the page once more, beside the settings; its areas are no links here. */
const map = run.map && run.map.cloneNode(true);
if (map) {
  map.removeAttribute('id');
  map.setAttribute('role', 'img');
  map.setAttribute('aria-label', say('试算结果的地图', 'Map of what these settings give'));
  for (const e of map.querySelectorAll('[id]')) e.removeAttribute('id');
  for (const e of map.querySelectorAll('a')) e.removeAttribute('href');
}
table.append(make('thead', {}, head), body);
const pick = (label, list, chosen) => {
  const select = make('select');
  list.forEach((s, i) => select.append(make('option', {value: i, textContent: s})));
  select.onchange = () => { chosen(+select.value); draw(); };
  tools.append(make('label', {}, label + ' ', select));
  return select;
};
let shown = 0;
if (data.classes.length > 1) pick(say('类别', 'Class'), data.classes, v => { shown = v; });
const selects = [
  pick(say('赋权', 'Weights'), live.weights.map(c => c.title), v => { choice.weights = v; }),
  pick(say('合成', 'Aggregation'), live.aggregate.map(c => c.title), v => { choice.aggregate = v; })];

const kids = p => live.tree.map((t, i) => i).filter(i => i && live.tree[i].parent === p && !live.tree[i].out);
/* A floor under each weight: with weights of 0 nearly anybody can be made first. */
const floor = .2;
const inputs = [], shares = [];
const slide = (i, depth) => {
  const id = prefix + 'w-' + i, start = live.tree[i].weight, out = make('output', {htmlFor: id});
  const input = make('input', {type: 'range', id, min: floor * start, max: 5 * start, step: start / 20, value: start});
  input.value = start;
  input.oninput = () => { weight[i] = +input.value; draw(); };
  inputs.push(() => { weight[i] = start; input.value = start; });
  shares.push(() => {
    const all = kids(live.tree[i].parent).reduce((s, k) => s + weight[k], 0);
    out.textContent = weight[i].toFixed(2) + ' · ' + (100 * weight[i] / all).toFixed(1) + ' %';
  });
  sliders.append(make('label', {htmlFor: id, textContent: '\u3000'.repeat(depth) + data.nodes[i].title}), input, out);
};
kids(0).forEach(i => live.tree[i].weight > 0 && slide(i, 0));
const deeper = make('select');
deeper.setAttribute('aria-label', say('再选一个维度', 'Weights within'));
deeper.append(make('option', {value: 0, textContent: say('（再选一个维度）', '(choose a node)')}),
  ...live.tree.map((t, i) => i).filter(i => i && !live.tree[i].leaf)
    .map(i => make('option', {value: i, textContent: data.nodes[i].title})));
deeper.onchange = () => { kids(+deeper.value).forEach(i => live.tree[i].weight > 0 && slide(i, 1)); deeper.querySelector('option[value="' + deeper.value + '"]').remove(); deeper.value = 0; };
const reset = make('button', {type: 'button', textContent: say('恢复', 'Reset')});
reset.onclick = () => {
  inputs.forEach(f => f());
  selects.forEach(s => { s.value = 0; });
  choice.weights = choice.aggregate = 0;
  draw();
};
const copy = make('button', {type: 'button', textContent: say('复制配置', 'Copy the profile')});
copy.onclick = () => navigator.clipboard && navigator.clipboard.writeText(ini.textContent);

const draw = () => {
  const now = compute(), scores = now.score(0);
  const ids = data.units.map((u, i) => i).filter(i => data.units[i].class === shown);
  ids.sort((a, b) => (isNaN(now.ranks[a]) ? 1e9 : now.ranks[a]) - (isNaN(now.ranks[b]) ? 1e9 : now.ranks[b]));
  const moved = data.units.filter((u, i) => now.ranks[i] !== base.ranks[i] && !(isNaN(now.ranks[i]) && isNaN(base.ranks[i]))).length;
  body.replaceChildren(...ids.map(i => {
    const by = base.ranks[i] - now.ranks[i];
    const cell = (s, c) => make('td', {textContent: s, className: c});
    return make('tr', {}, cell(isNaN(now.ranks[i]) ? '–' : now.ranks[i], 'n'),
      Object.assign(make('th', {textContent: data.units[i].name, scope: 'row'})),
      cell(isNaN(scores[i]) ? '–' : scores[i].toFixed(2), 'n em'),
      cell(by > 0 ? '▲ ' + by : by < 0 ? '▼ ' + -by : '–', by > 0 ? 'n up' : by < 0 ? 'n down' : 'n'),
      ...bounded ? [cell(data.units[i].possible ? data.units[i].possible.join('–') : '', 'n')] : []);
  }));
  shares.forEach(f => f());
  told.textContent = now.why ? say('不能计算：', 'Cannot be computed: ') + now.why
    : say(moved + ' / ' + n + ' 个单位的位次有变动。', moved + ' of ' + n + ' ranks change.');
  ini.textContent = setting();
  if (map) run.recolour(map, scores.map(v => isNaN(v) ? null : v), say('试算', 'what if'));
  return now;
};
box.append(make('p', {textContent: say('以下结果由本页用与 heng 相同的程序计算，与列出的配置用 heng run 得到的结果逐位相同；权重的下限为原来的五分之一。',
    'Computed in this page by the code of heng itself: the bits are those of heng run with the profile shown. No weight goes below a fifth of what it was.')}),
  make('div', {className: 'two'},
    make('div', {}, tools, sliders, make('div', {className: 'tools'}, deeper, reset, copy), told, ini, ...map ? [map] : []),
    make('div', {className: 'scroll', tabIndex: 0}, table)));
draw();
return {compute, draw, setting, weight, choice, live, base};
};
heng.whatifs = runs.map(settle);
heng.whatif = heng.whatifs[0];
})();
