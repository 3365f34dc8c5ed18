const light = `--surface:#fff;--sunken:#eef2ef;--hover:#f0f3f1;--line:#e0e4e1;--control:#838b86;--ink:#161e19;--ink-2:#464e49;--ink-3:#626a65;
--focus:#1f68bc;--late:#a31b2a;--late-tint:#feeceb;--soon:#794d01;--soon-tint:#fef2d5;--shade:rgb(20 28 24/.32);--ink-inverse:#fff;color-scheme:light`
const dark = `--surface:#111512;--sunken:#0c0f0d;--hover:#181d1a;--line:#2b322e;--control:#656e69;--ink:#eaeeeb;--ink-2:#b6bdb8;--ink-3:#929b95;
--focus:#6db0f4;--late:#fa9390;--late-tint:#3d1a1b;--soon:#e9c170;--soon-tint:#32250f;--shade:rgb(0 0 0/.55);--ink-inverse:#111512;color-scheme:dark`

/** Form, answer and picture editor. `--brand…` are set on the host from the key's colour. */
export const panelCss = `
*,::before,::after{box-sizing:border-box}
dialog{${light};--link:var(--brand-on-light)}
dialog.dark{${dark};--link:var(--brand-on-dark)}
@media(prefers-color-scheme:dark){dialog.auto{${dark};--link:var(--brand-on-dark)}}
dialog{border:0;padding:0;margin:0;color:var(--ink);background:var(--surface);
font:400 15px/22px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;text-align:start;letter-spacing:normal}
dialog::backdrop{background:transparent}
.panel{position:fixed;inset:auto;bottom:20px;width:400px;max-width:calc(100vw - 40px);max-height:calc(100dvh - 40px);overflow:auto;overscroll-behavior:contain;
border-radius:12px;box-shadow:0 0 0 1px rgb(0 0 0/.1),0 2px 6px rgb(0 0 0/.08),0 18px 48px rgb(0 0 0/.24)}
dialog.dark.panel{box-shadow:0 0 0 1px rgb(255 255 255/.16),0 18px 48px rgb(0 0 0/.6)}
@media(prefers-color-scheme:dark){dialog.auto.panel{box-shadow:0 0 0 1px rgb(255 255 255/.16),0 18px 48px rgb(0 0 0/.6)}}
.panel.end{inset-inline-end:20px}.panel.start{inset-inline-start:20px}
.panel[open]{animation:come .14s cubic-bezier(.2,.8,.2,1)}
@keyframes come{from{opacity:0;transform:translateY(8px)}}
@media(prefers-reduced-motion:reduce){.panel[open]{animation:none}}
@media(max-width:480px){.panel,.panel.end,.panel.start{inset:auto 0 0;width:100%;max-width:none;max-height:92dvh;border-radius:12px 12px 0 0;padding-bottom:env(safe-area-inset-bottom)}
dialog.panel::backdrop{background:var(--shade)}}
.head{display:flex;align-items:center;gap:8px;position:sticky;top:0;z-index:1;background:var(--surface);padding:16px 12px 12px 20px}
:host([dir=rtl]) .head{padding:16px 20px 12px 12px}
h2{margin:0;flex:1;font-size:18px;line-height:24px;font-weight:600;letter-spacing:-.012em;overflow-wrap:anywhere}
h2:focus{outline:none}
form,.said{padding:0 20px 20px}
button,input,textarea{font:inherit;color:inherit;letter-spacing:inherit}
button{cursor:pointer}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px}
.icon{width:20px;height:20px;flex:none;fill:none;stroke:currentColor;stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round}
.plain{display:grid;place-items:center;width:36px;height:36px;border:0;border-radius:8px;background:none;color:var(--ink-2)}
.plain:hover,.quiet:hover{background:var(--hover)}
fieldset{border:0;margin:0 0 16px;padding:0;min-width:0}
legend,.label{display:block;padding:0;margin:0 0 6px;font-weight:500}
.kinds{display:grid;grid-template-columns:repeat(3,1fr);gap:8px}
.kinds label{position:relative;display:flex;flex-direction:column;align-items:center;gap:6px;padding:12px 6px 10px;border:1px solid var(--line);border-radius:10px;
text-align:center;font-size:14px;line-height:18px;color:var(--ink-2);cursor:pointer}
.kinds label:hover{background:var(--hover)}
.kinds input,.scale input{position:absolute;inset:0;width:100%;height:100%;margin:0;opacity:0;cursor:pointer}
.kinds label:has(:checked){border-color:var(--link);box-shadow:inset 0 0 0 1px var(--link);color:var(--ink);font-weight:600}
.kinds :checked~.icon{color:var(--link)}
.kinds label:has(:focus-visible),.scale label:has(:focus-visible){outline:2px solid var(--focus);outline-offset:2px}
.scale{display:grid;grid-template-columns:repeat(5,1fr);border:1px solid var(--control);border-radius:10px;overflow:clip;overflow-clip-margin:4px}
.scale label{position:relative;display:grid;place-items:center;height:44px;font-weight:500;font-variant-numeric:tabular-nums;cursor:pointer}
.scale label+label{border-inline-start:1px solid var(--line)}
.scale label:hover{background:var(--hover)}
.scale label:has(:checked){background:var(--ink);color:var(--ink-inverse);font-weight:700}
.ends{display:flex;justify-content:space-between;margin-top:4px}
.note,.ends{font-size:13px;line-height:18px;color:var(--ink-3)}
.label .note{font-weight:400}
textarea,.text{display:block;width:100%;border:1px solid var(--control);border-radius:10px;background:var(--surface);font-size:16px;line-height:24px}
textarea{min-height:112px;padding:10px 12px;resize:vertical}
.text{height:44px;padding:0 12px}
[aria-invalid=true]{border-color:var(--late);box-shadow:inset 0 0 0 1px var(--late)}
.field{margin-bottom:16px}
.wrong{margin:6px 0 0;color:var(--late);font-size:14px;line-height:20px}
.failed,.hint{margin:0 0 16px;padding:10px 12px;border-radius:8px;font-size:14px;line-height:20px;background:var(--late-tint);color:var(--late)}
.hint{background:var(--sunken);color:var(--ink-2)}
.wrong:empty,.failed:empty,.hint:empty{display:none}
.quiet{display:inline-flex;align-items:center;justify-content:center;gap:8px;min-height:40px;padding:0 12px;border:1px solid var(--control);border-radius:10px;background:var(--surface);font-weight:500;font-size:14px}
.quiet[disabled]{color:var(--ink-3);cursor:default}
.acts{display:flex;flex-wrap:wrap;gap:8px;margin-top:10px}
.shot{display:flex;align-items:center;gap:12px}
.shot img{width:96px;height:60px;object-fit:cover;object-position:top left;border:1px solid var(--line);border-radius:6px;background:var(--sunken)}
.shot .acts{margin:0}
.link{min-height:24px;padding:0;border:0;background:none;color:var(--link);text-decoration:underline;text-underline-offset:3px;font-size:14px;cursor:pointer}
.check{display:flex;gap:10px;align-items:flex-start;cursor:pointer}
.check input{flex:none;width:20px;height:20px;margin:1px 0 0;accent-color:var(--link)}
details{margin:4px 0 0;padding-inline-start:30px}
summary{width:max-content;max-width:100%;color:var(--link);font-size:14px;text-decoration:underline;text-underline-offset:3px;cursor:pointer;border-radius:3px}
dl{margin:8px 0 0;display:grid;grid-template-columns:max-content minmax(0,1fr);gap:4px 12px;font-size:13px;line-height:18px}
dt{color:var(--ink-3)}dd{margin:0;overflow-wrap:anywhere}
.send{display:block;width:100%;min-height:48px;border:0;border-radius:10px;background:var(--brand);color:var(--on-brand);font-weight:600;font-size:16px}
.send:hover{filter:brightness(1.08)}
.send[aria-disabled=true]{opacity:.75;cursor:default}
.who{margin:10px 0 0;text-align:center}
.done{display:grid;place-items:center;width:40px;height:40px;margin:4px 0 12px;border-radius:50%;background:var(--brand);color:var(--on-brand)}
.done.kept{background:var(--soon-tint);color:var(--soon)}
.said p{margin:0 0 8px}
.said .acts{margin-top:20px}
.ref{font-size:13px;color:var(--ink-3);overflow-wrap:anywhere}
.editor{inset:0;margin:auto;width:min(1100px,100vw - 32px);max-width:none;max-height:calc(100dvh - 32px);border-radius:12px;padding:0;overflow:auto;box-shadow:0 18px 48px rgb(0 0 0/.4)}
.editor::backdrop{background:var(--shade)}
.editor .body{padding:0 20px 20px}
.editor p{margin:0 0 12px;color:var(--ink-2);max-width:66ch}
.stage{position:relative;width:fit-content;max-width:100%;margin:0 auto;border:1px solid var(--line);touch-action:none;cursor:crosshair;user-select:none;line-height:0;direction:ltr}
.stage canvas{display:block;max-width:100%;max-height:calc(100dvh - 250px)}
.stage button{position:absolute;border:1px solid #fff;padding:0;background:#000;cursor:move;min-width:0;min-height:0}
.stage button:focus-visible{outline:3px solid var(--focus);outline-offset:1px}
.bar{display:flex;flex-wrap:wrap;gap:8px;margin-top:16px}
.bar .send{width:auto;min-height:44px;padding:0 20px;margin-inline-start:auto}
.bar .quiet{min-height:44px}
@media(hover:none){.keys{display:none}}
@media(max-width:480px){.editor{width:100vw;max-height:100dvh;height:100dvh;border-radius:0}.editor .stage canvas{max-height:calc(100dvh - 290px)}.bar .quiet{flex:1}.bar .send{width:100%}}
.vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media(forced-colors:active){.kinds label:has(:checked),.scale label:has(:checked){outline:2px solid Highlight}.stage button{forced-color-adjust:none}}
`
