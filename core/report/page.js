'use strict';
(() => {
const zh = document.documentElement.lang.startsWith('zh');
const say = (a, b) => zh ? a : b;
const make = (tag, props, ...children) => {
  const e = Object.assign(document.createElement(tag), props);
  e.append(...children);
  return e;
};
const all = (query, of = document) => [...of.querySelectorAll(query)];

/* ---- light and dark ---- */
const root = document.documentElement;
const dark = () => root.dataset.theme ? root.dataset.theme === 'dark'
  : matchMedia('(prefers-color-scheme: dark)').matches;
const bar = document.querySelector('nav.contents div');
if (bar) {
  const theme = make('button', {type: 'button', textContent: say('深色/浅色', 'Dark/light')});
  theme.onclick = () => { root.dataset.theme = dark() ? 'light' : 'dark'; };
  bar.append(theme);
}

/* ---- tables: sort and filter ---- */
const value = (row, c) => {
  const cell = row.cells[c], v = cell.dataset.v;
  return v === undefined ? cell.textContent : v === '' ? NaN : +v;
};
const order = (a, b, way) => {
  if (typeof a === 'string') return way * a.localeCompare(b, zh ? 'zh' : 'en');
  if (isNaN(a) || isNaN(b)) return isNaN(a) - isNaN(b);
  return way * (a - b);
};
for (const table of all('table[data-sort]')) {
  const body = table.tBodies[0], heads = [...table.tHead.rows[0].cells];
  heads.forEach((th, c) => {
    if (th.dataset.still !== undefined) return;
    /* No <button>: where a head is repeated on the next printed page, browsers leave them out. */
    const button = make('span', {className: 'sort', tabIndex: 0}, ...th.childNodes);
    button.setAttribute('role', 'button');
    button.onkeydown = e => {
      if (e.key !== 'Enter' && e.key !== ' ') return;
      e.preventDefault();
      button.click();
    };
    th.replaceChildren(button);
    button.onclick = () => {
      const first = th.classList.contains('n') && c > 0 ? 'descending' : 'ascending';
      const other = first === 'ascending' ? 'descending' : 'ascending';
      const now = th.getAttribute('aria-sort') === first ? other : first;
      heads.forEach(h => h.removeAttribute('aria-sort'));
      th.setAttribute('aria-sort', now);
      const way = now === 'ascending' ? 1 : -1;
      body.append(...[...body.rows].map(r => [value(r, c), r])
        .sort((x, y) => order(x[0], y[0], way)).map(x => x[1]));
    };
  });
  if (body.rows.length < 8) continue;
  const input = make('input', {type: 'search', placeholder: say('筛选名称', 'Filter by name')});
  input.setAttribute('aria-label', say('筛选名称', 'Filter by name'));
  const count = make('output');
  input.oninput = () => {
    const words = input.value.trim().toLowerCase();
    let n = 0;
    for (const r of body.rows) {
      r.hidden = words !== '' && !r.textContent.toLowerCase().includes(words);
      n += !r.hidden;
    }
    count.textContent = words === '' ? '' : n + ' / ' + body.rows.length;
  };
  table.closest('.scroll').before(make('div', {className: 'tools filter'}, count, input));
}

/* ---- the runs of the page: one, or some of a book's chapters ---- */
const quantile = (s, p) => {
  const h = p * (s.length - 1), i = Math.floor(h);
  return i + 1 < s.length ? s[i] + (h - i) * (s[i + 1] - s[i]) : s[i];
};
/* By unit: 1 the best fifth of its class ... 5 the last, 0 without a value. */
const fifths = (data, values) => {
  const step = new Array(values.length).fill(0);
  data.classes.forEach((_, c) => {
    const mine = data.units.map((u, i) => i).filter(i => data.units[i].class === c && values[i] !== null);
    const s = mine.map(i => values[i]).sort((a, b) => a - b);
    const cuts = [.8, .6, .4, .2].map(p => quantile(s, p));
    for (const i of mine) {
      const k = cuts.findIndex(x => values[i] >= x);
      step[i] = k < 0 ? 5 : k + 1;
    }
  });
  return step;
};
const recolour = (data, map, values, label) => {
  const step = fifths(data, values), areas = new Map();
  for (const area of all('[data-k]', map)) {
    if (!areas.has(area.dataset.k)) areas.set(area.dataset.k, []);
    areas.get(area.dataset.k).push(area);
  }
  data.units.forEach((u, i) => {
    for (const area of areas.get(u.code) || []) {
      const name = area.querySelector('text');
      if (name) {
        name.setAttribute('class', step[i] === 1 || step[i] === 2 ? 'f-ground m' : 'm');
        continue;
      }
      const shape = area.querySelector('[class]'), rest = shape.getAttribute('class').replace(/f-\S+/, '');
      shape.setAttribute('class', (step[i] ? 'f-step-' + step[i] : 'f-missing') + rest);
      const text = u.name + ' ' + label + ' ' + (values[i] === null ? '–' : values[i].toFixed(2));
      const title = area.querySelector('title');
      if (title) title.textContent = text;
    }
  });
};
const runs = all('script[type="application/json"]').map(holder => {
  const prefix = holder.id.slice(0, -'data'.length), data = JSON.parse(holder.textContent);
  return {prefix, data, map: document.getElementById(prefix + 'map'),
    recolour: (map, values, label) => recolour(data, map, values, label)};
});

/* ---- maps in other colours ---- */
for (const run of runs) {
  const {prefix, data, map} = run, id = prefix + 'map-node';
  if (!map || data.nodes.length < 2) continue;
  const select = make('select', {id});
  data.nodes.forEach((n, k) => select.append(make('option', {value: k,
    textContent: '\u3000'.repeat(n.depth) + n.title})));
  select.onchange = () => run.recolour(map, data.units.map(u => u.scores[+select.value]), data.nodes[+select.value].title);
  map.closest('figure').before(make('div', {className: 'tools'},
    make('label', {htmlFor: id, textContent: say('着色：', 'Colour by: ')}), select));
}

/* ---- find a unit ---- */
const cards = new Set(all('.card').map(c => c.id));
const found = runs.flatMap(r => r.data.units.map(u => ({name: u.name, code: u.code, card: r.prefix + 'u-' + u.code})))
  .filter(u => cards.has(u.card));
if (found.length > 1 && bar) {
  const list = make('datalist', {id: 'units'});
  for (const name of new Set(found.map(u => u.name))) list.append(make('option', {value: name}));
  const find = make('input', {type: 'search', placeholder: say('查找单位', 'Find a unit')});
  find.setAttribute('list', 'units');
  find.setAttribute('aria-label', say('查找单位', 'Find a unit'));
  find.onchange = () => {
    const u = found.find(x => x.name === find.value || x.code === find.value);
    if (u) location.hash = encodeURIComponent(u.card);
  };
  bar.querySelector('p').after(list, find);
}
window.heng = {runs, ...runs[0], say, make, all};
})();
