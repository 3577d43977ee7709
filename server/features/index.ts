import { followCluster } from './cluster-snapshot.ts';
import { provideCodeActions } from './code-action.ts';
import { provideCodeLenses } from './code-lens.ts';
import { provideCompletion } from './completion.ts';
import { provideDefinition } from './definition.ts';
import { provideDocumentDiagnostics } from './document-diagnostics.ts';
import { provideDocumentHighlights } from './document-highlight.ts';
import { provideDocumentLinks } from './document-link.ts';
import { provideDocumentSymbols } from './document-symbol.ts';
import type { Feature } from './feature.ts';
import { provideFindObject } from './find-object.ts';
import { provideFoldingRanges } from './folding-range.ts';
import { provideHover } from './hover.ts';
import { provideLintLive } from './lint-live.ts';
import { provideLintWorkspace } from './lint-workspace.ts';
import { publishDiagnostics } from './publish-diagnostics.ts';
import { provideReferences } from './references.ts';
import { refreshClient } from './refresh.ts';
import { provideRename } from './rename.ts';
import { provideRuleDocumentation } from './rule-documentation.ts';
import { provideSelectionRanges } from './selection-range.ts';
import { tellStatus } from './status.ts';
import { synchronizeText } from './text-synchronization.ts';
import { followWatchedFiles } from './watched-files.ts';
import { followConfiguration } from './workspace-configuration.ts';
import { provideWorkspaceDiagnostics } from './workspace-diagnostics.ts';
import { followWorkspaceFolders } from './workspace-folders.ts';
import { provideWorkspaceSymbols } from './workspace-symbol.ts';
import { provideWrittenObjects } from './written-objects.ts';

/** All that the server does. */
export const features: readonly Feature[] = [
  synchronizeText,
  followWorkspaceFolders,
  followConfiguration,
  followWatchedFiles,
  provideDocumentDiagnostics,
  provideWorkspaceDiagnostics,
  publishDiagnostics,
  refreshClient,
  provideCodeActions,
  provideHover,
  provideCodeLenses,
  provideRuleDocumentation,
  provideLintWorkspace,
  tellStatus,
  followCluster,
  provideLintLive,
  provideFindObject,
  provideWrittenObjects,
  provideCompletion,
  provideDefinition,
  provideReferences,
  provideRename,
  provideDocumentHighlights,
  provideDocumentLinks,
  provideDocumentSymbols,
  provideWorkspaceSymbols,
  provideFoldingRanges,
  provideSelectionRanges,
];
