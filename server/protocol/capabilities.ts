import type { ClientCapabilities, InitializeParams } from 'vscode-languageserver';
import type { InitializationOptions } from './messages.ts';

/** What the client can, as far as the server asks. */
export interface Client {
  /** It asks for diagnostics; without this they are sent to it. */
  readonly pullsDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly refreshesCodeLenses: boolean;
  readonly relatedInformation: boolean;
  readonly codeDescription: boolean;
  readonly diagnosticData: boolean;
  /** Code actions may be objects, not only commands. */
  readonly codeActionLiterals: boolean;
  /** `edit` of a code action may be asked for later. */
  readonly resolvesEdits: boolean;
  readonly preferredActions: boolean;
  readonly disabledActions: boolean;
  readonly documentChanges: boolean;
  readonly createsFiles: boolean;
  readonly snippetEdits: boolean;
  readonly markdownHover: boolean;
  /** Completions may say that they are indented already. */
  readonly insertTextModes: boolean;
  readonly definitionLinks: boolean;
  readonly configuration: boolean;
  readonly configurationEvents: boolean;
  readonly watchesFiles: boolean;
  readonly workspaceFolders: boolean;
  readonly progress: boolean;
  /** Another extension of it knows schemas. */
  readonly hasOtherSchemas: boolean;
  /** Its commands that code lenses and actions may name. */
  readonly commands: ReadonlySet<string>;
}

/** Reads what a client said of itself in `initialize`. */
export function readClient({ capabilities, initializationOptions }: InitializeParams): Client {
  const { textDocument, workspace, window } = capabilities;
  const diagnostics = textDocument?.diagnostic;
  const published = textDocument?.publishDiagnostics;
  const actions = textDocument?.codeAction;
  const says = (key: 'relatedInformation' | 'codeDescriptionSupport' | 'dataSupport'): boolean =>
    (diagnostics?.[key] ?? published?.[key]) === true;
  return {
    pullsDiagnostics: diagnostics !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    refreshesCodeLenses: workspace?.codeLens?.refreshSupport === true,
    relatedInformation: says('relatedInformation'),
    codeDescription: says('codeDescriptionSupport'),
    diagnosticData: says('dataSupport'),
    codeActionLiterals: actions?.codeActionLiteralSupport !== undefined,
    resolvesEdits: actions?.resolveSupport?.properties.includes('edit') === true && actions.dataSupport === true,
    preferredActions: actions?.isPreferredSupport === true,
    disabledActions: actions?.disabledSupport === true,
    ...readEdits(workspace?.workspaceEdit),
    markdownHover: textDocument?.hover?.contentFormat?.includes('markdown') === true,
    insertTextModes: textDocument?.completion?.completionItem?.insertTextModeSupport !== undefined,
    definitionLinks: textDocument?.definition?.linkSupport === true,
    configuration: workspace?.configuration === true,
    configurationEvents: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    progress: window?.workDoneProgress === true,
    hasOtherSchemas: (initializationOptions as InitializationOptions | undefined)?.otherSchemas === true,
    commands: new Set(readCommands(initializationOptions)),
  };
}

function readEdits(
  edits: NonNullable<ClientCapabilities['workspace']>['workspaceEdit'],
): Pick<Client, 'documentChanges' | 'createsFiles' | 'snippetEdits'> {
  const documentChanges = edits?.documentChanges === true;
  return {
    documentChanges,
    createsFiles: documentChanges && edits.resourceOperations?.includes('create') === true,
    snippetEdits: documentChanges && edits.snippetEditSupport === true,
  };
}

function readCommands(options: unknown): string[] {
  const { commands } = (typeof options === 'object' && options !== null ? options : {}) as InitializationOptions;
  return Array.isArray(commands) ? commands.filter((command): command is string => typeof command === 'string') : [];
}
