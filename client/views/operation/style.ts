import { Html } from './html.ts';

/** The page's style: colours and fonts are the theme's, and high contrast has its borders. */
export const STYLE = new Html(`
body { color: var(--vscode-foreground); font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); line-height: 1.5; }
main { max-width: 60rem; padding-bottom: 5rem; }
h1 { font-size: 1.6em; font-weight: 600; margin: 0.8em 0 0.2em; }
h2 { font-size: 1.15em; font-weight: 600; margin: 1.4em 0 0.4em; }
h3 { font-size: 1em; font-weight: 600; margin: 0; }
p { margin: 0.3em 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.1rem 1rem; }
dt, .label, .from, .time, .state { color: var(--vscode-descriptionForeground); }
dd { margin: 0; }
.time, .state, .from { font-weight: 400; }
.time { float: right; }
ul.plain { list-style: none; padding: 0; }
.refusal { border-left: 3px solid var(--vscode-errorForeground); padding: 0.2rem 0 0.2rem 0.8rem; margin: 0.6rem 0; }
.refusal.typed { border-left-color: var(--vscode-editorWarning-foreground); }
.badge { background: var(--vscode-badge-background); color: var(--vscode-badge-foreground); border: 1px solid var(--vscode-contrastBorder, transparent); border-radius: 0.7em; padding: 0 0.5em; }
ol.steps { padding-left: 2rem; }
.step { padding: 0.4rem 0; border-top: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, transparent)); }
.step::marker { color: var(--vscode-descriptionForeground); }
.step.running, .step.undoing, .step.interrupted { border-left: 3px solid var(--vscode-focusBorder); padding-left: 0.6rem; }
.step.interrupted { border-left-color: var(--vscode-editorWarning-foreground); }
.sign { display: inline-block; width: 1.4em; }
.done .sign, .verdict.good .sign { color: var(--vscode-testing-iconPassed); }
.failed .sign, .verdict.bad, .fault, .problem, .status.failed .reason, .status.needs-attention .reason { color: var(--vscode-errorForeground); }
.no-return { list-style: none; margin: 0.8rem 0; padding: 0.3rem 0.6rem; font-weight: 600; color: var(--vscode-errorForeground); border: 2px dashed var(--vscode-errorForeground); }
.evidence { color: var(--vscode-descriptionForeground); overflow-wrap: anywhere; }
pre { font-family: var(--vscode-editor-font-family); font-size: var(--vscode-editor-font-size); background: var(--vscode-textCodeBlock-background); border: 1px solid var(--vscode-contrastBorder, transparent); padding: 0.6rem; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
summary { cursor: pointer; width: max-content; }
table { border-collapse: collapse; margin: 0.6rem 0; }
caption { text-align: left; font-weight: 600; }
th, td { text-align: left; font-weight: 400; padding: 0.1rem 1.2rem 0.1rem 0; }
figure { margin: 0.6rem 0; }
figcaption { font-weight: 600; }
svg.chart { display: block; width: 100%; max-width: 42rem; }
svg.chart text { fill: var(--vscode-descriptionForeground); font-size: 11px; }
svg.chart .grid { stroke: var(--vscode-descriptionForeground); stroke-opacity: 0.4; }
svg.chart .line { fill: none; stroke: var(--vscode-charts-blue, var(--vscode-focusBorder)); stroke-width: 2; }
progress { appearance: none; width: 12rem; height: 0.5rem; vertical-align: middle; background: transparent; border: 1px solid var(--vscode-descriptionForeground); border-radius: 2px; }
progress::-webkit-progress-bar { background: transparent; }
progress::-webkit-progress-value { background: var(--vscode-progressBar-background, var(--vscode-focusBorder)); }
.verdict { margin-top: 0.8rem; }
p.verdict { font-size: 1.15em; font-weight: 600; }
details details { margin-left: 1rem; }
#actions { position: sticky; bottom: 0; background: var(--vscode-editor-background); border-top: 1px solid var(--vscode-panel-border, var(--vscode-contrastBorder, transparent)); padding: 0.4rem 0; max-width: 60rem; }
.field label { display: block; }
input { font: inherit; color: var(--vscode-input-foreground); background: var(--vscode-input-background); border: 1px solid var(--vscode-input-border, var(--vscode-contrastBorder, var(--vscode-descriptionForeground))); padding: 0.2rem 0.4rem; width: min(24rem, 100%); box-sizing: border-box; }
button { font: inherit; border: 1px solid var(--vscode-button-border, var(--vscode-contrastBorder, transparent)); border-radius: 2px; padding: 0.25rem 0.8rem; cursor: pointer; }
button.primary { color: var(--vscode-button-foreground); background: var(--vscode-button-background); }
button.primary:hover:enabled { background: var(--vscode-button-hoverBackground); }
button.secondary { color: var(--vscode-button-secondaryForeground); background: var(--vscode-button-secondaryBackground); }
button.secondary:hover:enabled { background: var(--vscode-button-secondaryHoverBackground); }
button:disabled { opacity: 0.5; cursor: default; }
:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 2px; }
.buttons { display: flex; flex-wrap: wrap; gap: 0.5rem; }
.spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`);
