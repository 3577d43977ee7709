import { Html } from '../html.ts';

/** The picture's style. Its measures are letters' heights, as in {@link ./picture.ts}: a row is 5.2, and 0.8 is between two. */
export const TOPOLOGY_STYLE = new Html(`
.topology { display: flex; align-items: center; margin: 0.6em 0; }
.topology ul { list-style: none; padding: 0; margin: 0; display: flex; flex-direction: column; gap: 0.8em; }
.topology li { box-sizing: border-box; height: 5.2em; padding: 0.25em 0.8em; display: flex; flex-direction: column; justify-content: center; border: 1px solid var(--vscode-contrastBorder, color-mix(in srgb, var(--vscode-foreground) 35%, transparent)); border-radius: 4px; }
.topology li p { margin: 0; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.topology .doors { flex: 0 1 15em; min-width: 9em; }
.topology .members { flex: 0 1 23em; min-width: 15em; }
.topology .arrows { flex: none; overflow: visible; }
.topology .name { font-weight: 600; }
.topology .faint { color: var(--vscode-descriptionForeground); min-height: 1.5em; }
.topology .door .faint { min-height: 0; }
.topology .door.none { border-style: dashed; white-space: normal; }
.topology .door.shut, .topology .member.fenced { border: 2px dashed var(--vscode-errorForeground); }
.topology .member.leads { border: 2px solid var(--vscode-charts-green, var(--vscode-contrastActiveBorder, var(--vscode-focusBorder))); }
.topology .member.to-lead { border: 2px dashed var(--vscode-focusBorder); }
.topology .member.ill { border-color: var(--vscode-editorWarning-foreground); }
.topology .leads .sign { color: var(--vscode-charts-green, inherit); }
.topology .fenced .sign, .topology .fenced .mark { color: var(--vscode-errorForeground); }
.topology .mark { font-weight: 400; font-size: 0.9em; border: 1px solid currentColor; border-radius: 0.7em; padding: 0 0.5em; margin-left: 0.4em; }
.topology svg path { fill: none; stroke: var(--vscode-foreground); stroke-width: 1.6; }
.topology svg .head { fill: var(--vscode-foreground); }
.topology svg .planned { stroke: var(--vscode-focusBorder); stroke-dasharray: 4 3; }
.topology svg .head.planned { fill: var(--vscode-focusBorder); }
.topology svg .follow { stroke: var(--vscode-descriptionForeground); stroke-width: 1.2; }
.topology svg .head.follow { fill: var(--vscode-descriptionForeground); }
.topology svg .head, .topology svg .head.planned, .topology svg .head.follow { stroke: none; }
.topology svg .shut { stroke: var(--vscode-errorForeground); stroke-width: 2; }
`);
