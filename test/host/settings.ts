/** VS Code settings as in settings.json. */
export type Settings = Readonly<Record<string, unknown>>;

/** Quiet and local: nothing phones home, nothing but Plinth speaks. */
export const QUIET: Settings = {
  'chat.disableAIFeatures': true,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'extensions.webWorker': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** The same picture and the same behaviour at every run. */
export const STEADY: Settings = {
  ...QUIET,
  'editor.fontFamily': 'DejaVu Sans Mono',
  // The lines that stick to the top would lie over those that a test clicks.
  'editor.stickyScroll.enabled': false,
  'files.autoSave': 'off',
  'files.hotExit': 'off',
  'files.simpleDialog.enable': true,
  'git.enabled': false,
  'github.gitAuthentication': false,
  'window.restoreWindows': 'none',
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.editor.useModal': 'off',
};
