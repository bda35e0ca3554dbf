import { createHash, randomBytes, randomInt } from 'node:crypto'

/** Without what is misread on paper: 0 O 1 I L. */
const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'

/** A code for paper: XXXX-XXXX-XXXX, 59 bits; tries are limited (tries.ts) and it ends within a day. */
export const paperCode = (): string =>
  [0, 1, 2].map(() => Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join('')).join('-')

/** A secret for machines: 256 bits. */
export const secretText = (): string => randomBytes(32).toString('base64url')

/** As a code is kept and looked up: without case, blanks and dashes. */
export const codeHash = (code: string): string =>
  secretHash(code.normalize('NFKC').toUpperCase().replace(/[\s-]/g, ''))

export const secretHash = (text: string): string => createHash('sha256').update(text).digest('hex')
