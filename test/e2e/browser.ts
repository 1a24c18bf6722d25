import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

/** Debian's Chromium, or what scripts/browser.sh found. It runs as root here, and opens nothing but pages of ours. */
export function openBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell';
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/** What a page did beside showing itself. */
export interface Visit {
  readonly page: Page;
  /** Addresses that it asked for, and errors of its program or its policy. */
  readonly asked: readonly string[];
  readonly errors: readonly string[];
}

/** Opens a file, as a person does who has it on the disk. */
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
