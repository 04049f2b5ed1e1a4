"""One address, as assistants know MCP servers."""

from django.urls import path

from madang.api.mcp import views

urlpatterns = [path("mcp", views.mcp, name="mcp")]
