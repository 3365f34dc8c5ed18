const light =
  '--ink:#161e19;--ink-2:#464e49;--surface:#fff;--hover:#f0f3f1;--line:#cbd1cd;--control:#838b86;--focus:#1f68bc;--late:#a31b2a'
const dark =
  '--ink:#eaeeeb;--ink-2:#b6bdb8;--surface:#111512;--hover:#181d1a;--line:#333a36;--control:#656e69;--focus:#6db0f4;--late:#fa9390'

/** The card of a survey: in the corner above the button, never over the whole page. */
export const cardCss = `
.survey{${light};position:fixed;bottom:84px;z-index:2147483000;box-sizing:border-box;width:360px;max-width:calc(100vw - 32px);max-height:calc(100dvh - 110px);overflow:auto;padding:16px 18px 18px;border-radius:12px;background:var(--surface);color:var(--ink);
box-shadow:0 0 0 1px rgb(0 0 0/.1),0 12px 32px rgb(0 0 0/.2);font:400 15px/22px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;text-align:start}
.survey.dark{${dark}}
@media(prefers-color-scheme:dark){.survey.auto{${dark}}}
.survey.end{inset-inline-end:20px}.survey.start{inset-inline-start:20px}
@media(max-width:480px){.survey.end,.survey.start{inset-inline:16px;width:auto}}
.survey *{box-sizing:border-box}
.survey .top{display:flex;gap:8px;align-items:flex-start}
.survey h2{margin:4px 0 12px;flex:1;font-size:16px;line-height:22px;font-weight:600;overflow-wrap:anywhere}
.survey h2:focus{outline:none}
.survey button,.survey input,.survey textarea{font:inherit;color:inherit}
.survey button{cursor:pointer}
.survey :focus-visible{outline:2px solid var(--focus);outline-offset:2px}
.survey .x{display:grid;place-items:center;flex:none;width:32px;height:32px;border:0;border-radius:8px;background:none;color:var(--ink-2)}
.survey .x svg{width:20px;height:20px;fill:none;stroke:currentColor;stroke-width:1.5;stroke-linecap:round}
.survey .x:hover,.survey .nums button:hover{background:var(--hover)}
.survey .nums{display:flex;border:1px solid var(--control);border-radius:8px}
.survey .nums button{flex:1;min-width:24px;height:44px;padding:0;border:0;background:none;font-weight:500;font-variant-numeric:tabular-nums}
.survey .nums button+button{border-inline-start:1px solid var(--line)}
.survey .low-high{display:flex;justify-content:space-between;gap:12px;margin-top:6px;font-size:13px;line-height:18px;color:var(--ink-2)}
.survey fieldset{border:0;margin:0 0 14px;padding:0;min-width:0}
.survey legend{padding:0}
.survey .name{font-weight:500}
.survey .note{font-size:13px;color:var(--ink-2)}
.survey .opt{display:flex;gap:10px;align-items:center;min-height:36px;cursor:pointer}
.survey .opt input{flex:none;width:18px;height:18px;margin:0}
.survey .words{display:block;margin-bottom:14px}
.survey textarea,.survey .words input{display:block;width:100%;margin-top:6px;padding:8px 10px;border:1px solid var(--control);border-radius:8px;background:var(--surface)}
.survey .go{width:100%;min-height:44px;border:0;border-radius:8px;background:var(--brand);color:var(--on-brand);font-weight:600}
.survey .bad{margin:0 0 10px;color:var(--late)}
.survey .bad:empty{display:none}
.survey .vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
`
