// A file of our own, so that the bundler makes a worker of it for any address the page has.
import 'monaco-editor/editor/editor.worker.js'
