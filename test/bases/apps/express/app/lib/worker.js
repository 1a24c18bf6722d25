const { parentPort } = require('node:worker_threads');
parentPort.postMessage([1, 2, 3].reduce((sum, number) => sum + number));
