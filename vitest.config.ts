import { defineConfig } from 'vitest/config';

export default defineConfig({
  ssr: { resolve: { conditions: ['@kfdist/source'] } },
  test: {
    include: ['{packages,apps}/*/tests/**/*.test.ts', 'tools/tests/**/*.test.ts', 'tests/**/*.test.ts'],
    testTimeout: 30_000,
    globalSetup: ['tests/bundle.ts'],
    coverage: {
      provider: 'v8',
      include: ['{packages,apps}/*/src/**/*.ts'],
      reporter: ['text', 'json-summary'],
    },
  },
});
