import { execFileSync, spawnSync } from 'node:child_process'

/** A small disk of its own, in memory, that can be made full. */
export interface Disk {
  /** Takes the room that is left on it, or gives it back. */
  fill(full: boolean): void
  close(): void
}

const ROOM = '1g'
const mount = (...args: string[]) => execFileSync('mount', args, { stdio: 'ignore' })

/** Bytes in use on the disk of a folder. */
const used = (folder: string): number =>
  Number(execFileSync('df', ['--output=used', '-B1', folder], { encoding: 'utf8' }).split('\n')[1])

/** Lays a disk over a folder; null where the system does not allow it. */
export function openDisk(folder: string): Disk | null {
  try {
    mount('-t', 'tmpfs', '-o', `size=${ROOM}`, 'tmpfs', folder)
  } catch {
    return null
  }
  return {
    fill(full) {
      // A disk made as small as what lies on it is full at once, and costs no memory.
      mount('-o', `remount,size=${full ? used(folder) + 8192 : ROOM}`, folder)
    },
    close() {
      spawnSync('umount', ['-l', folder], { stdio: 'ignore' })
    },
  }
}
