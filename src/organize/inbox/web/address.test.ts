import { describe, expect, it } from 'vitest'
import type { View } from '#organize/inbox/contract.ts'
import { isChanged, readAddress, viewSearch } from '#organize/inbox/web/address.ts'

const view = (over: Partial<View>): View => ({
  id: 'triage',
  name: 'To triage',
  isBuiltIn: true,
  isShared: true,
  isPinned: false,
  isMine: false,
  filter: { triage: 'waiting' },
  sort: 'oldest',
  count: null,
  late: null,
  ...over,
})
const saved = view({
  id: 'view_1',
  isBuiltIn: false,
  filter: { channel: 'email', priority: 'high' },
  sort: 'newest',
})

describe('the address of the inbox', () => {
  it('without a view is the triage list, soonest due first', () => {
    expect(readAddress({}, [view({})])).toMatchObject({
      viewId: 'triage',
      filter: { triage: 'waiting' },
      sort: 'oldest',
    })
  })
  it('filters add to a built-in view', () => {
    expect(readAddress({ channel: '!app_store' }, [view({})]).filter).toEqual({
      triage: 'waiting',
      channel: '!app_store',
    })
  })
  it('of a saved view says every filter itself, so that one can be taken off', () => {
    expect(viewSearch(saved)).toEqual({ view: 'view_1', channel: 'email', priority: 'high' })
    expect(readAddress({ view: 'view_1', channel: 'email' }, [saved]).filter).toEqual({ channel: 'email' })
  })
  it('knows when the filters are no longer those of the view', () => {
    expect(isChanged(saved, viewSearch(saved))).toBe(false)
    expect(isChanged(saved, { view: 'view_1', channel: 'email' })).toBe(true)
    expect(isChanged(view({}), {})).toBe(false)
    expect(isChanged(view({}), { q: 'export' })).toBe(true)
  })
  it('ignores an order nobody knows', () => {
    expect(readAddress({ sort: 'random' }, [view({})]).sort).toBe('oldest')
  })
})
