"use strict";
/* Ask again for a page that is being written. A refresh by the page's head would not: an address with a "#" stays where it is. */
setTimeout(() => location.reload(), 2000);
