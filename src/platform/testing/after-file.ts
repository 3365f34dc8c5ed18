const closers: (() => unknown)[] = []

/**
 * Runs once the tests of a file are over, the last one asked for first. Also what is asked for in a hook or a test, where
 * Vitest does not hear its own `afterAll`.
 */
export function afterFile(close: () => unknown): void {
  closers.push(close)
}

/** Closes what the file opened. What is left when one of them fails is closed after the next file. */
export async function closeAll(): Promise<void> {
  while (closers.length > 0) await closers.pop()!()
}
