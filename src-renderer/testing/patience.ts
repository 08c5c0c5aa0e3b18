import { configure } from '@testing-library/svelte';

// What a component shows is waited for as long as a busy machine may need.
configure({ asyncUtilTimeout: 10_000 });
