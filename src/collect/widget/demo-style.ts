/** The look of the made-up shop; its hash stands in the page's content security policy. */
export const demoStyle = `
:root{color-scheme:light;--bg:#fbfaf6;--ink:#22261f;--dim:#5c6157;--line:#dcd9cc;--card:#fff;--press:#23483f;--on:#fff;--code:#f1efe6}
@media(prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;--bg:#151713;--ink:#eceae0;--dim:#aaa99d;--line:#35372f;--card:#1d1f1a;--press:#8fd0b8;--on:#0c1d17;--code:#22241e}}
:root[data-theme=dark]{color-scheme:dark;--bg:#151713;--ink:#eceae0;--dim:#aaa99d;--line:#35372f;--card:#1d1f1a;--press:#8fd0b8;--on:#0c1d17;--code:#22241e}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.5 Georgia,Noto Serif,serif}
.banner{margin:0;padding:8px 24px;background:var(--press);color:var(--on);font:14px/20px system-ui,sans-serif;text-align:center}
.top{display:flex;flex-wrap:wrap;gap:8px 24px;align-items:baseline;padding:20px 24px;border-bottom:1px solid var(--line);font-size:20px}
nav{font-size:16px;margin-inline-start:auto}nav a{color:inherit;margin-inline-start:16px;text-underline-offset:4px}
main{max-width:62rem;margin:0 auto;padding:8px 24px 120px}
h1{font-size:28px;line-height:36px;margin:24px 0 12px}h2{font-size:20px;margin:32px 0 12px}
.buttons{display:flex;flex-wrap:wrap;gap:8px 12px;margin:0 0 12px;align-items:center;font:15px/20px system-ui,sans-serif}
button{min-height:44px;padding:0 16px;border:1px solid var(--press);border-radius:8px;background:var(--press);color:var(--on);font:inherit;font-weight:600;cursor:pointer}
button.second{background:none;color:var(--press);font-weight:500}
button:focus-visible,a:focus-visible,select:focus-visible,input:focus-visible,[tabindex]:focus-visible{outline:3px solid #2f78cf;outline-offset:2px}
label{display:inline-flex;flex-wrap:wrap;max-width:100%;gap:8px;align-items:center;font:15px/20px system-ui,sans-serif;color:var(--dim)}
select,input{max-width:100%;min-height:44px;padding:0 10px;border:1px solid #7d8076;border-radius:8px;background:var(--card);color:var(--ink);font:inherit}
#status{font:15px/20px system-ui,sans-serif;min-height:20px}
pre{margin:0}.code{padding:14px 16px;border:1px solid var(--line);border-radius:8px;background:var(--code);font:14px/22px ui-monospace,monospace;overflow:auto}
.wares{display:grid;grid-template-columns:repeat(auto-fill,minmax(200px,1fr));gap:16px;padding:0;margin:0;list-style:none}
.wares li{padding:20px;border:1px solid var(--line);border-radius:12px;background:var(--card);display:flex;flex-wrap:wrap;justify-content:space-between;gap:8px}
.wares svg{width:100%;height:96px;fill:none;stroke:var(--press);stroke-width:1.2;stroke-linecap:round;stroke-linejoin:round}
.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:12px;background:var(--card)}
table{border-collapse:collapse;width:100%;font:15px/20px system-ui,sans-serif}th,td{padding:12px 16px;text-align:start;border-bottom:1px solid var(--line);white-space:nowrap}
tr:last-child td{border-bottom:0}th{color:var(--dim);font-weight:500}
.coupon{display:flex;flex-wrap:wrap;gap:12px 24px;margin-top:16px}.dim{color:var(--dim);font-size:15px}
`
