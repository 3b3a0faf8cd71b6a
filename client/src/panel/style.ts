const css = `
:host {
  all: initial;
  --card: #fff;
  --line: #dfe7e8;
  --ink: #16292c;
  --faint: #587075;
  --accent: #0b7a75;
  --on-accent: #fff;
  --here: #12946b;
  --calm: #fdf3d7;
  position: fixed;
  inset: auto max(1rem, env(safe-area-inset-right)) max(1rem, env(safe-area-inset-bottom)) auto;
  z-index: 2147483647;
  color: var(--ink);
  font: 15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
}
@media (prefers-color-scheme: dark) {
  :host {
    --card: #1c2a2c;
    --line: #324448;
    --ink: #e6f0f0;
    --faint: #9fb5b8;
    --accent: #4fc9bf;
    --on-accent: #06211f;
    --here: #4cd6a4;
    --calm: #3a3318;
    color-scheme: dark;
  }
}
@media print {
  :host { display: none; }
}
* { box-sizing: border-box; margin: 0; }
[hidden] { display: none !important; }
button {
  border: 0;
  border-radius: 10px;
  background: color-mix(in srgb, var(--accent) 14%, transparent);
  color: var(--ink);
  font: inherit;
  font-weight: 600;
  min-height: 40px;
  padding: 0 16px;
  cursor: pointer;
}
button:hover { background: color-mix(in srgb, var(--accent) 26%, transparent); }
button:disabled { opacity: 0.5; pointer-events: none; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
svg { width: 24px; height: 24px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.opener {
  position: relative;
  display: grid;
  width: 52px;
  height: 52px;
  margin-left: auto;
  padding: 0;
  border-radius: 50%;
  background: var(--accent);
  color: var(--on-accent);
  box-shadow: 0 2px 4px rgb(0 0 0 / 18%), 0 6px 20px rgb(0 0 0 / 18%);
  place-items: center;
}
.opener:hover { background: color-mix(in srgb, var(--accent) 88%, var(--ink)); }
.count {
  position: absolute;
  top: -3px;
  right: -3px;
  min-width: 21px;
  padding: 0 5px;
  border: 2px solid var(--accent);
  border-radius: 11px;
  background: var(--card);
  color: var(--ink);
  font-size: 12px;
  line-height: 17px;
}
.count:empty { display: none; }
.opener.cut-off { background: var(--faint); color: var(--card); }
section {
  position: absolute;
  right: 0;
  bottom: 64px;
  display: flex;
  flex-direction: column;
  width: min(344px, calc(100vw - 2rem));
  max-height: min(560px, calc(100dvh - 96px));
  overflow: hidden;
  border: 1px solid var(--line);
  border-radius: 18px;
  background: var(--card);
  box-shadow: 0 2px 6px rgb(0 0 0 / 10%), 0 16px 48px rgb(0 0 0 / 22%);
}
@media (prefers-reduced-motion: no-preference) {
  section { animation: rise 160ms ease-out; }
  .track, .track::after { transition: background 120ms, transform 120ms; }
}
@keyframes rise {
  from { opacity: 0; transform: translateY(8px); }
}
section:focus { outline: none; }
header { position: relative; padding: 16px 60px 12px 20px; }
h2 { font-size: 18px; line-height: 24px; font-weight: 700; letter-spacing: -0.01em; }
.here, .state { color: var(--faint); font-size: 13.5px; }
.close {
  position: absolute;
  top: 10px;
  right: 10px;
  display: grid;
  width: 40px;
  padding: 0;
  background: none;
  color: var(--faint);
  place-items: center;
}
.close svg { width: 20px; height: 20px; }
.cut { padding: 10px 20px; background: var(--calm); font-size: 13.5px; }
.nobody { padding: 12px 20px 20px; color: var(--faint); }
ul { min-height: 0; padding: 0; overflow-y: auto; overscroll-behavior: contain; list-style: none; }
ul:empty { display: none; }
li { display: flex; align-items: center; gap: 12px; padding: 10px 20px; border-top: 1px solid var(--line); }
.about { flex: 1; min-width: 0; overflow-wrap: anywhere; }
.name, .state { display: -webkit-box; overflow: hidden; -webkit-box-orient: vertical; -webkit-line-clamp: 3; }
.name { font-weight: 600; -webkit-line-clamp: 2; }
.state::before {
  display: inline-block;
  width: 8px;
  height: 8px;
  margin-right: 7px;
  border-radius: 50%;
  background: var(--here);
  content: "";
}
.away .state::before { background: none; box-shadow: inset 0 0 0 1.5px var(--faint); }
footer {
  display: flex;
  align-items: center;
  justify-content: space-between;
  padding: 12px 20px;
  border-top: 1px solid var(--line);
}
.all { background: var(--accent); color: var(--on-accent); }
.all:hover { background: color-mix(in srgb, var(--accent) 88%, var(--ink)); }
.mirror { display: flex; align-items: center; gap: 10px; margin-left: -6px; padding: 0 6px; background: none; }
.track { width: 42px; height: 24px; padding: 3px; border-radius: 12px; background: color-mix(in srgb, var(--faint) 75%, var(--card)); }
.track::after { display: block; width: 18px; height: 18px; border-radius: 50%; background: #fff; content: ""; }
[aria-checked="true"] .track { background: var(--accent); }
[aria-checked="true"] .track::after { background: var(--on-accent); transform: translateX(18px); }
.said { padding: 10px 20px 12px; border-top: 1px solid var(--line); font-size: 13.5px; }
.said:empty { display: none; }
@media (forced-colors: active) {
  button, .track { border: 1px solid; }
  .track::after, .state::before { forced-color-adjust: none; background: CanvasText; }
}
`;

/** The panel's style sheet; a constructed one, which no content security policy forbids. */
export function style(): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}
