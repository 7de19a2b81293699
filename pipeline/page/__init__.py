"""The evidence page: records as one HTML file that needs no network.

`src` holds the page's scripts and style; `npm run build` in this folder bundles them with the libraries they
use into `bundle`, licences beside, which is all that Python reads.
"""
