import { test } from 'vitest'
import { expectMixedWave } from '#measure/reaches/test-mixed-wave.ts'
import { testApp } from '#platform/testing/app.ts'

const t = await testApp()

test('in a wave of 2,000 mixed contacts every skip has its reason and can be listed, and the sums agree', () =>
  expectMixedWave(t, 2000))
