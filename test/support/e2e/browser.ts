import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

/** Debian's Chromium, or the one that scripts/browser.sh found. It runs as root and opens only pages of the tests. */
export function openBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell';
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/** Visit is an opened page and its requests and errors. */
export interface Visit {
  readonly page: Page;
  /** Requested addresses. */
  readonly asked: readonly string[];
  /** Errors of its script or its content security policy. */
  readonly errors: readonly string[];
}

/** Opens a file from disk. */
export async function visit(
  browser: Browser,
  file: string,
  { hash = '', ...options }: BrowserContextOptions & { readonly hash?: string } = {},
): Promise<Visit> {
  const context = await browser.newContext(options);
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const asked: string[] = [];
  const errors: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.goto(`file://${file}${hash}`);
  return { page, asked, errors };
}
