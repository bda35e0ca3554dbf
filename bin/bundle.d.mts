/** Of all sources below a folder, by content. */
export function fingerprint(base: string): string
/** The folder of the bundle of the sources as they are now, made if it is missing; null where it can't be made. */
export function bundled(): Promise<string | null>
