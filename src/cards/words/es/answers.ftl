# Lo que tienen en común las respuestas sobre reportes.
