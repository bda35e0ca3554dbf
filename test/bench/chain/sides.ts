import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The record store's own code, with the chain or without it. */
export interface Side {
  readonly openRecords: typeof import('../../../records/open.ts').openRecords
  readonly writeFacts: typeof import('../../../records/write.ts').writeFacts
}

/** Packages stay what they are, from where they are: both sides have the same drivers. */
const packages: Plugin = {
  name: 'packages',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path }) =>
      path.startsWith('node:')
        ? { path, external: true }
        : { path: import.meta.resolve(path), external: true },
    )
  },
}

/** What links a row is taken out where the ledger is written, and nothing else. */
const without: Plugin = {
  name: 'without',
  setup({ onResolve }) {
    onResolve({ filter: /\/chain\/(head|rows)\.ts$/ }, () => ({ path: at('bare.ts') }))
  },
}

/** Both sides, made beside the packages they require, from the same sources, in one process: what one waits for, the other waits for too. */
export async function bothSides(): Promise<Readonly<Record<'with' | 'without', Side>>> {
  const folder = mkdtempSync(at('../../../node_modules/.duban-bench-chain-'))
  try {
    const made = async (name: string, plugins: readonly Plugin[]): Promise<Side> => {
      const outfile = join(folder, `${name}.mjs`)
      await build({
        stdin: {
          contents: "export * from './records/open.ts'; export * from './records/write.ts'",
          resolveDir: at('../../..'),
        },
        bundle: true,
        format: 'esm',
        platform: 'node',
        outfile,
        plugins: [...plugins, packages],
      })
      return (await import(pathToFileURL(outfile).href)) as Side
    }
    return { with: await made('with', []), without: await made('without', [without]) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
