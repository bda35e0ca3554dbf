import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow'

/**
 * One durable timer to the next wake. It is left running while the wake stays the same, so that an update that
 * does not move it costs no timer events.
 */
export class Alarm {
  private scope: CancellationScope | null = null
  private setFor: string | null = null
  rang = false

  /** Sets the timer, moving it only if `key` changed. @param delayMs null: no timer (a stepped clock, or nothing to wait for) */
  set(key: string | null, delayMs: number | null, summary: string): void {
    if (key === this.setFor && !this.rang) return
    this.cancel()
    this.setFor = key
    if (key === null || delayMs === null) return
    const scope = new CancellationScope()
    this.scope = scope
    scope
      .run(() => sleep(Math.max(1, Math.ceil(delayMs)), { summary }))
      .then(
        () => {
          if (this.scope === scope) this.rang = true
        },
        (error: unknown) => {
          if (!isCancellation(error)) throw error
        },
      )
  }

  cancel(): void {
    if (this.scope !== null && !this.rang) this.scope.cancel()
    this.scope = null
    this.setFor = null
    this.rang = false
  }
}
