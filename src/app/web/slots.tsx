import type { SlotParts } from '#platform/web/slots.tsx'

/** What later stages show inside screens of earlier ones. Lazy: a part loads with the first screen that has its place. */
export const slotParts: SlotParts = {}
