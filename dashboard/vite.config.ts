import { preact } from '@preact/preset-vite';
import { defineConfig } from 'vite';

/** Static files that keep to `script-src 'self'; style-src 'self'`: nothing inline, nothing made from text, no address but the page's own. */
export default defineConfig({
  root: import.meta.dirname,
  // Relative: on AWS the page lies under a stage's path.
  base: './',
  plugins: [preact({ devToolsEnabled: false, prefreshEnabled: false })],
  build: {
    target: ['chrome123', 'firefox128', 'safari17.5'],
    outDir: '../dist/dashboard',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    cssCodeSplit: true,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
