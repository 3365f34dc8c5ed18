import { test } from 'vitest'
import { testApp } from '#platform/testing/app.ts'
import { expectMixedWave } from '#platform/testing/mixed-wave.ts'

const t = await testApp()

test('in a wave of 2,000 mixed contacts every skip has its reason and can be listed, and the sums agree', () =>
  expectMixedWave(t, 2000))
