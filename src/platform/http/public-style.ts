/**
 * The style of public pages (surveys, unsubscribing, the portal): one column, the system's own letters, light and dark.
 * The values are those of platform/web/tokens.css, which a test compares.
 */
export const lightTokens = {
  surface: '#ffffff',
  hover: '#f0f3f1',
  line: '#e0e4e1',
  'line-strong': '#cbd1cd',
  'control-line': '#838b86',
  ahead: '#b6bcb8',
  ink: '#161e19',
  'ink-2': '#464e49',
  'ink-3': '#626a65',
  'ink-inverse': '#ffffff',
  accent: '#006048',
  'accent-hover': '#004e39',
  'accent-ink': '#005b44',
  'on-accent': '#ffffff',
  focus: '#1f68bc',
  'late-ink': '#a31b2a',
}

export const darkTokens: typeof lightTokens = {
  surface: '#111512',
  hover: '#181d1a',
  line: '#212723',
  'line-strong': '#333a36',
  'control-line': '#656e69',
  ahead: '#505753',
  ink: '#eaeeeb',
  'ink-2': '#b6bdb8',
  'ink-3': '#929b95',
  'ink-inverse': '#111512',
  accent: '#5fc8a3',
  'accent-hover': '#7edeba',
  'accent-ink': '#6ad6b0',
  'on-accent': '#051811',
  focus: '#6db0f4',
  'late-ink': '#fa9390',
}

const variables = (tokens: Record<string, string>) =>
  Object.entries(tokens)
    .map(([name, value]) => `--${name}:${value}`)
    .join(';')

/** The colours of all public pages. */
export const tokenStyle = `
:root{color-scheme:light dark;${variables(lightTokens)}}
@media(prefers-color-scheme:dark){:root{${variables(darkTokens)}}}
@media(prefers-contrast:more){:root{--line:var(--control-line);--line-strong:var(--ink-3);--ink-3:var(--ink-2)}}
`.trim()

/** Everything in logical properties, so that it mirrors for right-to-left. */
export const publicStyle = `
${tokenStyle}
*,::before,::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--surface);color:var(--ink);font:400 1rem/1.5rem ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;-webkit-font-smoothing:antialiased}
.col{max-width:34rem;margin:0 auto;padding:1.125rem 1.25rem 1.5rem;min-height:100vh;min-height:100dvh;display:flex;flex-direction:column}
main{display:block}
.brand{display:flex;align-items:center;gap:.5rem;font-weight:600;font-size:.9375rem;padding-block-end:1.125rem}
.brand svg{width:20px;height:20px;color:var(--accent);flex:none}
h1,h2,p,ol,ul{margin:0;padding:0}
h1,legend{font-size:1.375rem;line-height:1.8125rem;font-weight:600;letter-spacing:-.021em;text-wrap:balance}
h2,.q2{font-size:1.125rem;line-height:1.5rem;font-weight:600;letter-spacing:-.014em}
legend{padding:0;float:left;width:100%;margin-block-end:1rem}
legend.q2{margin-block-end:.5rem}
legend+*{clear:both}
.top{margin-block-start:2rem}
.dim{color:var(--ink-2)}
.note{font-size:.875rem;line-height:1.3125rem;color:var(--ink-2)}
.gap{margin-block-start:1.25rem}
.small-gap{margin-block-start:.5rem}
.wrong{color:var(--late-ink);font-weight:500}
fieldset{border:0;margin:0;padding:0;min-width:0}
.cells{display:grid;grid-template-columns:repeat(11,1fr);border:1px solid var(--control-line);border-radius:10px}
.cells-4{grid-template-columns:repeat(4,1fr)}.cells-5{grid-template-columns:repeat(5,1fr)}.cells-7{grid-template-columns:repeat(7,1fr)}.cells-10{grid-template-columns:repeat(10,1fr)}
.cells label{position:relative;display:block}
.cells label+label{border-inline-start:1px solid var(--line-strong)}
.cells input{position:absolute;inset:0;width:100%;height:100%;margin:0;opacity:0;cursor:pointer}
.cells span{display:grid;place-items:center;height:3.5rem;font-size:1.0625rem;font-weight:500;font-variant-numeric:tabular-nums}
.cells label:first-child span{border-start-start-radius:9px;border-end-start-radius:9px}
.cells label:last-child span{border-start-end-radius:9px;border-end-end-radius:9px}
.cells label:hover span{background:var(--hover)}
.cells input:checked+span{background:var(--ink);color:var(--ink-inverse);font-weight:700}
.cells input:focus-visible+span{outline:3px solid var(--focus);outline-offset:1px;position:relative;z-index:1}
.ends{display:flex;justify-content:space-between;gap:1rem;font-size:.8125rem;color:var(--ink-2);margin-block-start:.5rem}
.opt{display:flex;align-items:center;gap:.75rem;min-height:2.75rem;border-block-end:1px solid var(--line)}
.opt input,.chk input{appearance:none;width:1.25rem;height:1.25rem;margin:0;border:1.5px solid var(--control-line);border-radius:50%;flex:none;background:var(--surface)}
.opt input:checked{border:6px solid var(--ink)}
.opt.many input{border-radius:5px;display:grid;place-items:center}
.opt.many input:checked,.chk input:checked{background:var(--ink);border:1.5px solid var(--ink)}
.opt.many input:checked::after,.chk input:checked::after{content:"";width:10px;height:5px;margin-block-start:-3px;border:solid var(--ink-inverse);border-width:0 0 2px 2px;transform:rotate(-45deg)}
.chk{display:flex;gap:.75rem;align-items:flex-start;margin-block-start:1rem}
.chk input{border-radius:5px;margin-block-start:2px;display:grid;place-items:center}
.words{display:block;margin-block-start:1.125rem;font-weight:500}
.words .note{font-weight:400}
legend .note{font-weight:400;letter-spacing:0}
textarea{font:inherit;font-weight:400;color:inherit;width:100%;border:1px solid var(--control-line);border-radius:10px;padding:.75rem .875rem;background:var(--surface);height:6.75rem;resize:vertical;margin-block-start:.625rem;display:block}
.words input{font:inherit;font-weight:400;color:inherit;width:100%;min-height:2.75rem;border:1px solid var(--control-line);border-radius:10px;padding:.5rem .875rem;background:var(--surface);margin-block:.375rem;display:block}
.send{font:600 1.0625rem/1.5rem inherit;font-family:inherit;font-weight:600;font-size:1.0625rem;width:100%;min-height:3.125rem;border-radius:10px;border:0;background:var(--accent);color:var(--on-accent);margin-block-start:1.25rem;cursor:pointer}
.send:hover{background:var(--accent-hover)}
.plain{font:inherit;font-weight:500;color:var(--accent-ink);background:none;border:0;padding:0;min-height:1.5rem;text-decoration:underline;text-underline-offset:3px;cursor:pointer}
a{color:var(--accent-ink);text-decoration:underline;text-underline-offset:3px;font-weight:500}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
.foot{margin-block-start:auto;padding-block-start:1.25rem;font-size:.8125rem;line-height:1.25rem;color:var(--ink-3)}
.foot a{color:inherit;font-weight:400;display:inline-block;min-height:1.5rem}
.trap,.vh{position:absolute;inset-inline-start:-100vw;width:1px;height:1px;overflow:hidden}
.more{display:none}
form:has(.cells input:checked,.opt input:checked) .more{display:block}
form:has(.cells input:checked,.opt input:checked) .how{display:none}
@supports not selector(:has(a)){.more{display:block}}
.wire{list-style:none;margin-block-start:.875rem}
.wire li{position:relative;padding-inline-start:1.75rem;padding-block-end:1.125rem}
.wire li::before{content:"";position:absolute;inset-inline-start:4px;inset-block:9px -9px;width:2px;background:var(--accent)}
.wire li.open::before{background:repeating-linear-gradient(180deg,var(--line-strong) 0 3px,transparent 3px 7px)}
.wire li:last-child::before{display:none}
.wire li::after{content:"";position:absolute;inset-inline-start:0;inset-block-start:7px;width:10px;height:10px;border-radius:50%;background:var(--surface);border:2px solid var(--ahead)}
.wire li.done::after{background:var(--accent);border-color:var(--accent)}
.wire li.open::after{border-color:var(--accent);border-width:3px}
.wire b{display:block;font-weight:500;line-height:1.375rem}
.wire span{font-size:.9375rem;line-height:1.375rem;color:var(--ink-2)}
.tight .brand{padding-block-end:.75rem}.tight .opt{min-height:2.5rem}.tight .cells span{height:3rem}.tight textarea{height:4.75rem}.tight .send{margin-block-start:1rem}.tight .col{padding-block:1rem}.tight .foot{padding-block-start:.875rem;font-size:.75rem;line-height:1.125rem}
.compact .col{min-height:0;padding:.75rem 1rem}.compact .top{margin-block-start:0}.compact .brand{padding-block-end:.5rem}.compact .foot{padding-block-start:.75rem}
.big .col{max-width:52rem}.big h1,.big legend{font-size:2rem;line-height:2.5rem}.big .q2{font-size:1.5rem;line-height:2rem}.big .cells span{height:5.5rem;font-size:1.5rem}.big .opt{min-height:4rem;font-size:1.25rem}.big .send{min-height:4.5rem;font-size:1.375rem}
a.send{display:grid;place-items:center;text-decoration:none}.tongues{display:flex;flex-wrap:wrap;gap:.25rem 1rem}
@media(forced-colors:active){.cells input:checked+span{outline:3px solid Highlight;outline-offset:-4px}.opt input,.chk input{appearance:auto}}
`.trim()
