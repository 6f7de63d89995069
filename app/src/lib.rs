//! Indgang's views: compiled for the server and for the browser; they know the domain and the backend's port alone.

pub mod backend;
pub mod boot;
