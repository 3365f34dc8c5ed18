/** The round button; loaded with every page, so it stays small. */
export const launcherCss = `
:host{all:initial;position:static!important}
.launcher{position:fixed;bottom:max(20px,env(safe-area-inset-bottom));z-index:2147483000;display:flex;gap:8px;align-items:center;
min-height:44px;padding:0 16px;border:0;border-radius:22px;background:var(--brand);color:var(--on-brand);
font:600 15px/20px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;cursor:pointer;
box-shadow:0 0 0 1px rgb(255 255 255/.25),0 2px 6px rgb(0 0 0/.14),0 8px 24px rgb(0 0 0/.16)}
.launcher.end{inset-inline-end:max(20px,env(safe-area-inset-right))}.launcher.start{inset-inline-start:max(20px,env(safe-area-inset-left))}
.launcher:focus-visible{outline:3px solid #1f68bc;outline-offset:2px;box-shadow:0 0 0 2px #fff}
.launcher:has(~dialog[open]){visibility:hidden}
.launcher:active{filter:brightness(.94)}
.icon{width:20px;height:20px;flex:none;fill:none;stroke:currentColor;stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round}
@media print{.launcher{display:none}}
@media(forced-colors:active){.launcher{border:1px solid ButtonText}}
`
