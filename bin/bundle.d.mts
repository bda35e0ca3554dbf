/** Of all sources below a folder, by content. */
export function fingerprint(base: string): string
/** Size and times of them all; null while one is too new to be known by that. */
export function marks(base: string, now?: number): string | null
/** The folder of the bundle of the sources as they are now, made if it is missing; null where it can't be made. */
export function bundled(): Promise<string | null>
