import type { Submission } from '../contract.ts'
import { pendingKey } from './state.ts'

/** What somebody wrote and what could not be sent yet. */
export interface Kept {
  /** Also the Idempotency-Key: sending twice counts once. */
  id: string
  key: string
  body: Submission
  picture?: Blob
  keptAt: string
}

const keepDays = 30
const store = 'kept'
// Where IndexedDB is missing (some private windows): kept as long as this page lives.
const inMemory = new Map<string, Kept>()

function database(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('hearback', 1)
    request.onupgradeneeded = () => request.result.createObjectStore(store, { keyPath: 'id' })
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

async function withStore<T>(
  mode: IDBTransactionMode,
  work: (kept: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const db = await database()
  try {
    return await new Promise((resolve, reject) => {
      const transaction = db.transaction(store, mode)
      const request = work(transaction.objectStore(store))
      transaction.oncomplete = () => resolve(request.result)
      transaction.onabort = transaction.onerror = () => reject(transaction.error)
    })
  } finally {
    db.close()
  }
}

function mark(pending: boolean): void {
  try {
    if (pending) localStorage.setItem(pendingKey, '1')
    else localStorage.removeItem(pendingKey)
  } catch {
    // without storage the next page cannot know; this one still does
  }
}

/** Keeps an answer on this device until it is sent. Falls back to memory. */
export async function keep(kept: Kept): Promise<void> {
  mark(true)
  await withStore('readwrite', (all) => all.put(kept)).catch(() => inMemory.set(kept.id, kept))
}

export async function drop(id: string): Promise<void> {
  inMemory.delete(id)
  await withStore('readwrite', (all) => all.delete(id)).catch(() => undefined)
  if ((await list()).length === 0) mark(false)
}

/** What waits, oldest first; what is older than 30 days is thrown away. */
export async function list(): Promise<Kept[]> {
  const stored: Kept[] = await withStore('readonly', (all) => all.getAll()).catch(() => [])
  const oldest = new Date(Date.now() - keepDays * 86_400_000).toISOString()
  const all = [...stored, ...inMemory.values()].sort((a, b) => (a.keptAt < b.keptAt ? -1 : 1))
  for (const old of all.filter((kept) => kept.keptAt < oldest)) {
    inMemory.delete(old.id)
    await withStore('readwrite', (rows) => rows.delete(old.id)).catch(() => undefined)
  }
  return all.filter((kept) => kept.keptAt >= oldest)
}
