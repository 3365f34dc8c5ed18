import type { Door } from '#platform/door.ts'

/** Fills a demo workspace. */
export async function installDemo(_door: Door, _workspaceId: string): Promise<void> {
  throw new Error('the demo workspace is being written')
}
