"""The page's looks: light and dark by the reader's choice, narrow and wide, and on paper. Nothing is loaded."""

STYLE = """
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1c2330; --soft: #5a6475; --line: #dde2ea; --wash: #f4f6f9; --link: #1d4ed8;
  --c1: #1d4ed8; --c2: #b45309; --c3: #047857; --c4: #a21caf; --c5: #0e7490; --c6: #b91c1c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #12161d; --ink: #e6e9ef; --soft: #a3adbd; --line: #303846; --wash: #1a2029; --link: #93b4ff;
    --c1: #7aa2ff; --c2: #f0a94b; --c3: #4cc79a; --c4: #e08bea; --c5: #5cc6d8; --c6: #ff8f8f;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "DejaVu Sans", sans-serif; }
main { max-width: 50rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; overflow-wrap: break-word; }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .75rem; }
h2 { font-size: 1.45rem; line-height: 1.25; margin: 3rem 0 .75rem; padding-top: .9rem; border-top: 2px solid var(--line); }
h3 { font-size: 1.15rem; line-height: 1.3; margin: 2rem 0 .5rem; }
h4 { font-size: 1rem; margin: 1.4rem 0 .4rem; }
h5, h6 { font-size: .95rem; margin: 1.1rem 0 .3rem; color: var(--soft); }
p { margin: .55rem 0; }
ul { margin: .4rem 0 .9rem; padding-left: 1.25rem; }
li { margin: .25rem 0; }
li::marker { color: var(--soft); }
.lead { color: var(--soft); }
a { color: var(--link); }
code { font: .88em ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; background: var(--wash);
  padding: .1em .3em; border-radius: 4px; }
nav ul { list-style: none; padding: .7rem 1rem; margin: 1.25rem 0 0; background: var(--wash); border-radius: 8px; columns: 2;
  column-gap: 2rem; }
nav li { break-inside: avoid; margin: 0; padding: .2rem 0; }
.scroll { overflow-x: auto; margin: .8rem 0 1rem; }
.scroll:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
table { border-collapse: collapse; min-width: min(100%, 24rem);
  font-size: .93rem; line-height: 1.4; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--soft); padding-bottom: .35rem; font-size: .9rem; }
th, td { padding: .38rem .8rem .38rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th:last-child, td:last-child { padding-right: 0; }
thead th { border-bottom: 2px solid var(--line); vertical-align: bottom; }
tbody th { font-weight: 400; }
.figure { text-align: right; white-space: nowrap; }
td.how { min-width: 16rem; color: var(--soft); }
figure { margin: 1.2rem 0 1rem; }
.chart { display: block; width: 100%; height: auto; max-width: 44rem; }
.chart text { fill: var(--ink); font-size: 11.5px; }
.chart .tick { fill: var(--soft); }
.chart .title { font-weight: 600; }
.chart .grid { stroke: var(--line); }
.chart .axis, .chart .tooth { stroke: var(--soft); }
.chart .beyond { fill: var(--wash); }
.chart .curve, .chart .fall { fill: none; stroke-width: 2.2; stroke-linejoin: round; stroke-linecap: round; }
.chart .fall { stroke-width: 1.6; stroke-dasharray: 1 4 !important; }
.chart .mark { fill: var(--ink); }
.chart .number { fill: var(--paper); font-size: 10px; font-weight: 600; }
.s1 { stroke: var(--c1); } .s2 { stroke: var(--c2); stroke-dasharray: 9 4; }
.s3 { stroke: var(--c3); stroke-dasharray: 3 4; }
.s4 { stroke: var(--c4); stroke-dasharray: 12 3 2 3; } .s5 { stroke: var(--c5); stroke-dasharray: 6 6; }
.s6 { stroke: var(--c6); stroke-dasharray: 2 2; }
.chart .dot { stroke: none; }
.dot.s1 { fill: var(--c1); } .dot.s2 { fill: var(--c2); } .dot.s3 { fill: var(--c3); } .dot.s4 { fill: var(--c4); }
.dot.s5 { fill: var(--c5); } .dot.s6 { fill: var(--c6); }
.legend { list-style: none; padding: 0; margin: .2rem 0 .5rem; display: flex; flex-wrap: wrap;
  gap: .15rem 1.2rem; font-size: .92rem; }
.legend svg { width: 2.2rem; height: .7rem; margin-right: .45rem; vertical-align: baseline; }
.legend line { stroke-width: 2.6; }
@media (max-width: 36rem) {
  main { padding: 1.25rem 1rem 3rem; }
  h1 { font-size: 1.6rem; } h2 { font-size: 1.28rem; }
  nav ul { columns: 1; }
  .chart text { font-size: 15px; } .chart .number { font-size: 11px; }
}
@media print {
  :root { --paper: #fff; --ink: #000; --soft: #444; --line: #bbb; --wash: #f2f2f2; --link: #000;
    --c1: #1d4ed8; --c2: #b45309; --c3: #047857; --c4: #a21caf; --c5: #0e7490; --c6: #b91c1c; }
  body { font-size: 10.5pt; } main { max-width: none; padding: 0; } nav { display: none; }
  h2, h3, h4, h5 { break-after: avoid; } tr, figure, li { break-inside: avoid; } .scroll { overflow: visible; }
  thead { display: table-header-group; }
}
""".strip()
"""The style sheet of every page."""
