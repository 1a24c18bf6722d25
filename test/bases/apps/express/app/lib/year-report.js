module.exports = () => ({ report: 'year' });
