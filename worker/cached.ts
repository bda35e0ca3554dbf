/**
 * Workflows kept in memory: 0.05 MB each (`npm run bench -- --only memory`), so 160 MB when full. What is not kept is
 * sent and replayed whole at each wake, which costs more than the wake itself: an event or a midnight reaches thousands.
 */
export const CACHED = 3_000
