@echo off
rem The command a person types on Windows: builds the daemon on first use and when its sources have changed, then runs it.
setlocal
set "HERE=%~dp0"
where dotnet >nul 2>nul
if errorlevel 1 (
  echo audiod: the .NET SDK 10 is not installed, or 'dotnet' is not on the PATH. 1>&2
  echo audiod: Get it from https://dotnet.microsoft.com/download/dotnet/10.0 1>&2
  exit /b 1
)
powershell -NoProfile -ExecutionPolicy Bypass -File "%HERE%eng\build-audiod.ps1"
if errorlevel 1 exit /b 1
set /p BUILD=<"%HERE%.audiod\current"
dotnet "%HERE%.audiod\%BUILD%\Audio.Cli.dll" %*
exit /b %ERRORLEVEL%
