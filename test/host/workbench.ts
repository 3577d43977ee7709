import path from 'node:path';
import { chromium } from 'playwright-core';
import type { BrowserContext, Page } from 'playwright-core';
import { browser } from './chromium.ts';

const FLAGS = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
];

/** The size of every picture. */
const VIEWPORT = { width: 1400, height: 900 };

/** VS Code's workbench in a headless browser. */
export interface Workbench {
  readonly page: Page;
  /** The exit code of tests in the extension host; rejected when the page crashes. */
  readonly exit: Promise<number>;
  /** What the page has complained about. */
  readonly complaints: () => readonly string[];
  close(): Promise<void>;
}

/** Opens the workbench at `url`; `profile` is a folder for the browser's own files. */
export async function openWorkbench(url: string, profile: string): Promise<Workbench> {
  const { env, ...launch } = browser();
  const context: BrowserContext = await chromium.launchPersistentContext(path.join(profile, 'chromium'), {
    ...launch,
    headless: true,
    args: FLAGS,
    // Chromium's sandbox refuses to run for root, as in most containers.
    chromiumSandbox: process.getuid?.() !== 0,
    env: { ...process.env, ...env },
    viewport: VIEWPORT,
    deviceScaleFactor: 1,
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
  let ended: (code: number) => void = () => undefined;
  const exit = new Promise<number>((resolve, reject) => {
    ended = resolve;
    page.on('crash', () => reject(new Error('the page crashed')));
  });
  exit.catch(() => undefined);
  // VS Code's smoke-test driver reports through these two functions of the page.
  await page.exposeFunction('codeAutomationExit', (code: number) => ended(code));
  await page.exposeFunction('codeAutomationLog', () => undefined);
  await page.goto(url);
  return { page, exit, complaints: () => complaints, close: () => context.close() };
}
