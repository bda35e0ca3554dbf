import { getHeapStatistics } from 'node:v8'

/**
 * Workflows kept in memory. A measure takes 0.05 MB (`npm run bench -- --only memory`), one with years of events up to
 * 1 MB, so at most one for each MB that the process may use, and 600 on the smallest machine. What is not kept is sent and
 * replayed whole at each wake, which costs more than the wake itself: an event or a midnight reaches thousands.
 * @param heapMb what JavaScript may use, in MB
 * @example cachedWithin(4144) // 3000: 160 MB when full
 * @example cachedWithin(1024) // 1024
 */
export const cachedWithin = (heapMb: number): number => Math.max(600, Math.min(3_000, Math.floor(heapMb)))

export const CACHED = cachedWithin(getHeapStatistics().heap_size_limit / 2 ** 20)
