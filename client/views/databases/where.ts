/** Where a desktop's own kubeconfig is. */
export const HERE = 'on this machine';

/**
 * Whose kubeconfig is read, in words. `remoteName` is VS Code's: the extension runs where the workspace is, and there its kubeconfig is
 * (https://code.visualstudio.com/api/advanced-topics/remote-extensions).
 */
export function placeWords(
  remoteName: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  switch (remoteName) {
    case undefined:
    case '':
      return HERE;
    case 'wsl':
      return `in WSL${environment['WSL_DISTRO_NAME'] === undefined ? '' : ` ${environment['WSL_DISTRO_NAME']}`}`;
    case 'ssh-remote':
      return `over SSH on ${environment['HOSTNAME'] ?? 'the remote machine'}`;
    case 'dev-container':
    case 'attached-container':
      return 'in the container';
    case 'codespaces':
      return 'in the codespace';
    case 'tunnel':
      return 'over the tunnel';
    default:
      // An editor in the browser names its server's address.
      return /[:.]|^localhost$/u.test(remoteName) ? 'on the editor’s server' : `on the remote machine (${remoteName})`;
  }
}
