import { tokenStyle } from '#platform/http/public-style.ts'

/** The style of the portal, in logical properties so that it mirrors. Names that a workspace may style: css.ts. */
export const portalStyle = `
${tokenStyle}
*,::before,::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-block-start:1rem}
body{margin:0;background:var(--surface);color:var(--ink);font:400 1rem/1.5rem ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;-webkit-font-smoothing:antialiased;overflow-wrap:break-word}
h1,h2,h3,p,ol,ul,dl,dd{margin:0;padding:0}
ul,ol{list-style:none}
h1{font-size:1.75rem;line-height:2.125rem;font-weight:650;letter-spacing:-.024em;text-wrap:balance}
h2{font-size:1.125rem;line-height:1.5rem;font-weight:600;letter-spacing:-.014em}
h3{font-size:1rem;line-height:1.375rem;font-weight:600;letter-spacing:-.008em}
a{color:var(--accent-ink);text-underline-offset:3px;font-weight:500}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:4px}
.skip{position:absolute;inset-inline-start:-100vw}.skip:focus{inset-inline-start:1rem;inset-block-start:.5rem;background:var(--surface);padding:.25rem .75rem}
.in{max-width:70rem;margin:0 auto;padding-inline:1.25rem}
.top{background:var(--hover);border-block-end:1px solid var(--line)}
.top .in{display:flex;flex-wrap:wrap;align-items:center;column-gap:1.5rem}
.brand{display:flex;align-items:center;gap:.5rem;font-weight:650;color:var(--ink);text-decoration:none;min-height:3.375rem;letter-spacing:-.01em}
.brand svg{width:20px;height:20px;color:var(--accent);flex:none}.brand img{max-height:28px;max-width:140px;display:block}
.tabs{display:flex;gap:1.25rem;overflow-x:auto;align-self:stretch}
.tabs a{display:flex;align-items:center;min-height:3.375rem;color:var(--ink-2);font-weight:450;text-decoration:none;white-space:nowrap;border-block:2px solid transparent}
.tabs a:hover{color:var(--ink)}.tabs a[aria-current]{color:var(--ink);font-weight:600;border-block-end-color:var(--accent)}
.who{margin-inline-start:auto;display:flex;align-items:center;gap:.75rem;color:var(--ink-2);font-size:.9375rem}
.plain{white-space:nowrap;font:inherit;font-weight:500;color:var(--accent-ink);background:none;border:0;padding:0;min-height:1.5rem;text-decoration:underline;text-underline-offset:3px;cursor:pointer}
main{padding-block:2rem 3rem}
.two{display:grid;grid-template-columns:minmax(0,1fr) 19rem;gap:4rem}
.idea-page{grid-template-rows:auto 1fr;row-gap:2.5rem}@media(min-width:60.01rem){.idea-page aside{grid-area:1/2/span 2}}
.lead{color:var(--ink-2);font-size:1.0625rem;margin-block-start:.5rem;max-width:44rem;white-space:pre-wrap}
.note{font-size:.875rem;line-height:1.3125rem;color:var(--ink-3)}
.dim{color:var(--ink-2)}
.wrong{color:var(--late-ink);font-weight:500}
.told{border:1px solid var(--accent);border-radius:10px;padding:.625rem .875rem;margin-block-end:1.25rem;font-weight:500}
.row{display:flex;flex-wrap:wrap;align-items:center;gap:.75rem 1rem;justify-content:space-between}
.gap{margin-block-start:1.25rem}.big-gap{margin-block-start:2.25rem}
.send,.quiet{display:inline-flex;align-items:center;justify-content:center;font:inherit;font-weight:550;min-height:2.625rem;padding:.375rem 1.125rem;border-radius:9px;cursor:pointer;text-decoration:none;border:1px solid transparent}
.send{background:var(--accent);color:var(--on-accent)}.send:hover{background:var(--accent-hover)}
.quiet{background:var(--surface);color:var(--ink);border-color:var(--line-strong)}.quiet:hover{background:var(--hover)}
.find{display:flex;gap:.5rem;flex:1 1 18rem;max-width:30rem}
input[type=search],input[type=text],input[type=email],textarea,select{font:inherit;color:inherit;width:100%;min-height:2.625rem;border:1px solid var(--control-line);border-radius:9px;padding:.4375rem .75rem;background:var(--surface)}
textarea{min-height:6.5rem;resize:vertical;display:block}
.field{display:block;margin-block-start:1.125rem;font-weight:500}.field>:is(input,textarea,select){margin-block-start:.375rem;font-weight:400}.field .note{font-weight:400}
.narrow{max-width:36rem}
.picks+ol,.row+ol{margin-block-start:.75rem}.picks{display:flex;flex-wrap:wrap;gap:.25rem 1rem;font-size:.9375rem}
.picks a{color:var(--ink-2);font-weight:450;text-decoration:none;min-height:1.75rem;display:inline-flex;align-items:center;border-block-end:2px solid transparent}
.picks a:hover{color:var(--ink)}.picks a[aria-current]{color:var(--ink);font-weight:600;border-color:var(--accent)}
.idea{display:grid;grid-template-columns:5.25rem minmax(0,1fr) auto;gap:0 1rem;align-items:center;padding-block:.875rem;border-block-end:1px solid var(--line)}
.idea h2{font-size:1rem;line-height:1.375rem;letter-spacing:-.008em}.idea h2 a{color:var(--ink);font-weight:600;text-decoration:none}.idea h2 a:hover{text-decoration:underline}
.idea p{color:var(--ink-2);font-size:.9375rem;line-height:1.375rem;display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical;overflow:hidden}
.vote{font:inherit;width:5.25rem;min-height:2.875rem;border:1px solid var(--control-line);border-radius:9px;background:var(--surface);color:var(--ink);cursor:pointer;padding:.25rem;display:grid;place-items:center;line-height:1.125rem}
.vote b{font-size:1.125rem;font-weight:650;font-variant-numeric:tabular-nums}.vote span{font-size:.75rem;line-height:.9375rem;color:var(--ink-2)}
.vote:hover{background:var(--hover)}
.voted{border-color:var(--accent);background:color-mix(in srgb,var(--accent) 9%,var(--surface))}.voted span{color:var(--accent-ink);font-weight:500}
.status{text-align:end;font-size:.9375rem;font-weight:550}.status .note{display:block;font-weight:400}
.shipped{color:var(--accent-ink)}
.say{border-inline-start:3px solid var(--accent);padding-inline-start:.875rem;margin-block-start:1.25rem}
.pre{white-space:pre-wrap;max-width:44rem}
.comment{padding-block:.875rem;border-block-end:1px solid var(--line);max-width:44rem}
.comment header{display:flex;flex-wrap:wrap;gap:.25rem .625rem;align-items:baseline}.comment header b{font-weight:600}
.staff{font-size:.75rem;line-height:1.125rem;font-weight:600;color:var(--on-accent);background:var(--accent);border-radius:5px;padding:0 .375rem}
.opt{display:flex;align-items:center;gap:.625rem;min-height:2.25rem}.opt input{width:1.125rem;height:1.125rem;margin:0;accent-color:var(--accent)}
fieldset{border:0;margin:0;padding:0;min-width:0}legend{padding:0;font-weight:600;margin-block-end:.375rem}
aside h2{padding-block-end:.75rem;border-block-end:1px solid var(--line)}
aside section+section{margin-block-start:1.75rem}
aside h3{color:var(--ink-3);font-weight:450;font-size:.875rem;margin-block:.75rem .25rem}
aside li{padding-block:.1875rem}aside li a{color:var(--ink);font-weight:550;text-decoration:none;font-size:.9375rem}aside li a:hover{text-decoration:underline}
.mark{color:var(--accent-ink);font-weight:550;font-size:.8125rem}
.roadmap{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:2.5rem;margin-block-start:1.5rem}
.column h2{padding-block-end:.75rem;border-block-end:2px solid var(--accent)}
.column li{padding-block:.875rem;border-block-end:1px solid var(--line)}.column li a{color:var(--ink);font-weight:600;text-decoration:none}.column li a:hover{text-decoration:underline}
.change{display:grid;grid-template-columns:9rem minmax(0,1fr);gap:0 1.5rem;padding-block:1.75rem;border-block-end:1px solid var(--line)}
.change time{color:var(--ink-3);font-size:.9375rem}
.text{max-width:44rem}.text>*+*{margin-block-start:.75rem}.text ul{list-style:disc;padding-inline-start:1.25rem}.text ol{list-style:decimal;padding-inline-start:1.25rem}.text img{max-width:100%;height:auto;border:1px solid var(--line);border-radius:9px;display:block;margin-block:.5rem}.text code{font-family:ui-monospace,monospace;font-size:.9em}
.thing{padding-block:1.25rem;border-block-end:1px solid var(--line)}
.thing blockquote{margin:0;font-size:1.0625rem;font-weight:500;white-space:pre-wrap}
.wire{display:grid;grid-auto-flow:column;grid-auto-columns:minmax(0,1fr);margin-block-start:.875rem}
.wire li{position:relative;padding-block-start:1.375rem;padding-inline-end:.5rem;font-size:.875rem;line-height:1.25rem;color:var(--ink-3)}
.wire b{display:block;font-weight:550}
.wire li::before{content:"";position:absolute;inset-inline:0;inset-block-start:5px;border-block-start:2px dotted var(--line-strong)}
.wire li.done::before{border-block-start:2px solid var(--accent)}
.wire li:last-child::before{display:none}
.wire li::after{content:"";position:absolute;inset-inline-start:0;inset-block-start:0;width:12px;height:12px;border-radius:50%;background:var(--surface);border:2px solid var(--ahead)}
.wire li.done::after{background:var(--accent);border-color:var(--accent)}.wire li.done b,.wire li.here b{color:var(--ink)}
.wire li.here::after{border-color:var(--accent);border-width:4px}
.foot{border-block-start:1px solid var(--line);padding-block:1rem 2rem;font-size:.8125rem;color:var(--ink-3)}
.foot .in{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;justify-content:space-between}.foot a{color:inherit;font-weight:400;min-height:1.5rem;display:inline-block}
.tongues{display:flex;flex-wrap:wrap;gap:.25rem 1rem}
.trap{position:absolute;inset-inline-start:-100vw;width:1px;height:1px;overflow:hidden}
.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media(max-width:60rem){.two{grid-template-columns:minmax(0,1fr);gap:2.5rem}}
@media(max-width:44rem){h1{font-size:1.625rem}.top .in{row-gap:0}.brand{min-height:2.75rem;padding-block-start:.5rem}.who{padding-block-start:.5rem;max-width:55%}.who>span:first-child{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}.tabs{order:3;flex-basis:100%}.tabs a{min-height:2.75rem}main{padding-block-start:1.5rem}
.idea{grid-template-columns:5.25rem minmax(0,1fr)}.status{grid-column:2;text-align:start;font-size:.875rem}.status .note{display:inline;margin-inline-start:.5rem}
.roadmap,.change{grid-template-columns:minmax(0,1fr)}.change time{margin-block-end:.25rem}
.wire{grid-auto-flow:row}.wire li{padding-block:0 .875rem;padding-inline-start:1.625rem;display:flex;gap:.5rem}.wire b{display:inline}.wire li::before{inset-inline:5px auto;inset-block:.75rem -.375rem;border:0;border-inline-start:2px dotted var(--line-strong)}.wire li.done::before{border-block-start:0;border-inline-start:2px solid var(--accent)}.wire li::after{inset-block-start:4px}}
@media(forced-colors:active){.voted{outline:2px solid Highlight}}
`.trim()
